import { createHash } from 'node:crypto';
import { unavailable, type InternalClient, type MerchantCaller } from '@landfall/service-kit';
import { SurroundingsError } from '@landfall/persistence';
import { ExpiringCache } from './expiring-cache.ts';

const lifetimeMillis = 10_000;
const capacity = 10_000;
const longestKey = 256;

/**
 * Who an API key speaks for, as order-intake says; each answer holds for 10 s, so a revoked key dies within that.
 * Unknown keys are kept apart from known ones, so that guessing cannot push the known ones out.
 */
export class ApiKeys {
  private readonly known = new ExpiringCache<MerchantCaller>(lifetimeMillis, capacity);
  private readonly unknown = new ExpiringCache<true>(lifetimeMillis, capacity);
  private readonly asking = new Map<string, Promise<MerchantCaller | undefined>>();

  /** @param nowMillis a monotonic clock */
  constructor(
    private readonly services: Pick<InternalClient, 'call'>,
    private readonly nowMillis: () => number = () => performance.now(),
  ) {}

  /** The merchant of a key; undefined for a key that is none. Throws a 503 problem while order-intake is away. */
  async callerOf(key: string): Promise<MerchantCaller | undefined> {
    if (key.length > longestKey) return undefined;
    const digest = createHash('sha256').update(key).digest('base64');
    const now = this.nowMillis();
    const caller = this.known.get(digest, now);
    if (caller || this.unknown.get(digest, now)) return caller;
    const asking = this.asking.get(digest) ?? this.ask(key, digest);
    this.asking.set(digest, asking);
    return asking;
  }

  private async ask(key: string, digest: string): Promise<MerchantCaller | undefined> {
    try {
      const { status, body } = await this.services.call<MerchantCaller>({
        to: 'order-intake',
        method: 'POST',
        path: '/internal/api-keys/verify',
        body: { key },
      });
      if (status < 300) {
        const caller = { merchantId: body.merchantId, keyId: body.keyId, scopes: body.scopes };
        this.known.set(digest, caller, this.nowMillis());
        return caller;
      }
      this.unknown.set(digest, true, this.nowMillis());
      return undefined;
    } catch (error) {
      if (!(error instanceof SurroundingsError)) throw error;
      throw unavailable(
        'service_unavailable',
        'API keys cannot be checked now: order-intake does not answer.',
      );
    } finally {
      this.asking.delete(digest);
    }
  }
}
