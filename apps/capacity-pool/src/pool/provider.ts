/** A company that carries parcels. */
export interface Provider {
  /** UUID. */
  id: string;
  /** The merchant's own name of it, unique to the merchant. */
  externalId: string;
  name: string;
  createdAt: Date;
}
