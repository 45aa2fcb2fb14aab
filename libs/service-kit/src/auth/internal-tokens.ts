import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { Caller, MerchantCaller, ServiceCaller } from './caller.ts';

const issuer = 'landfall';
const audience = 'landfall-services';
const algorithm = 'HS256';

/** Seconds. Hosts' clocks may differ by the tolerance; a token in stock is given out while it has so long to live. */
const validity = 60;
const clockTolerance = 5;
const reuseWhileLeft = 30;

/** Entries kept; the oldest goes first. */
const stockLimit = 5_000;

interface Kept<T> {
  value: T;
  /** System clock, milliseconds. */
  expiresAt: number;
}

class Stock<T> {
  private readonly entries = new Map<string, Kept<T>>();

  get(key: string, leftMillis: number): T | undefined {
    const kept = this.entries.get(key);
    return kept && kept.expiresAt - leftMillis > Date.now() ? kept.value : undefined;
  }

  set(key: string, kept: Kept<T>): void {
    this.entries.delete(key);
    this.entries.set(key, kept);
    if (this.entries.size <= stockLimit) return;
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      return;
    }
  }
}

/**
 * Tokens that services show each other: JWT, HS256, valid for 60 s of the system clock.
 * A request flow uses the same token many times, so signatures and verifications are kept for as long as they hold.
 */
export class InternalTokens {
  private readonly key: Uint8Array;
  private readonly signed = new Stock<string>();
  private readonly verified = new Stock<Caller>();

  /** @param secret shared by all services, 32 characters or more */
  constructor(secret: string) {
    this.key = new TextEncoder().encode(secret);
  }

  /** A token that says: this merchant, by this key, may do these things. */
  sign(caller: MerchantCaller): Promise<string> {
    const { merchantId, scopes, keyId } = caller;
    return this.issue({ merchantId, scopes: [...scopes], keyId });
  }

  /** A token by which a service speaks for itself. */
  signService(service: string): Promise<string> {
    return this.issue({ merchantId: null, service } satisfies ServiceCaller);
  }

  /** Who a token speaks for; undefined where it is forged, expired or not one of ours. */
  async verify(token: string): Promise<Caller | undefined> {
    const known = this.verified.get(token, 0);
    if (known) return known;
    const payload = await this.payloadOf(token);
    const caller = payload && callerOf(payload);
    if (caller) this.verified.set(token, { value: caller, expiresAt: (payload.exp ?? 0) * 1_000 });
    return caller;
  }

  private async issue(claims: JWTPayload): Promise<string> {
    const subject = JSON.stringify(claims);
    const inStock = this.signed.get(subject, reuseWhileLeft * 1_000);
    if (inStock) return inStock;
    const issuedAt = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + validity)
      .sign(this.key);
    this.signed.set(subject, { value: token, expiresAt: (issuedAt + validity) * 1_000 });
    return token;
  }

  private async payloadOf(token: string): Promise<JWTPayload | undefined> {
    try {
      const options = { algorithms: [algorithm], issuer, audience, clockTolerance, requiredClaims: ['exp'] };
      return (await jwtVerify(token, this.key, options)).payload;
    } catch {
      return undefined;
    }
  }
}

const callerOf = ({ merchantId, scopes, keyId, service }: JWTPayload): Caller | undefined => {
  if (merchantId === null && typeof service === 'string') return { merchantId, service };
  if (typeof merchantId !== 'string' || typeof keyId !== 'string' || !Array.isArray(scopes)) return undefined;
  return { merchantId, scopes: scopes.map(String), keyId };
};
