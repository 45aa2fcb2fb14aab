/** Who sent a request, as a signed internal token says. */
export type Caller = MerchantCaller | ServiceCaller;

/** A merchant by one of its API keys. */
export interface MerchantCaller {
  /** UUID. */
  merchantId: string;
  scopes: readonly string[];
  /** The API key, for audit. */
  keyId: string;
}

/** Another of our services, on its own behalf. */
export interface ServiceCaller {
  merchantId: null;
  service: string;
}
