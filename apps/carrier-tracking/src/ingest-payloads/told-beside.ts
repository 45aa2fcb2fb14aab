import type { PayloadReading } from '../carriers/payload-reader.ts';
import type { Beside, KeptScan } from '../scans/kept-scan.ts';
import type { PayloadEvent } from './open-payload.ts';

type Understood = Pick<Extract<PayloadReading, { kind: 'understood' }>, 'handOvers' | 'estimatedDelivery'>;

/**
 * What payloads tell of their numbers beside scans. Each payload's goes with the newest of the scans that it told first, or nowhere:
 * so it does not matter which payloads come in one batch.
 */
export class ToldBeside {
  private readonly byPayload = new Map<string, Beside>();

  /** Hears a payload. */
  add({ data }: Pick<PayloadEvent, 'data'>, { handOvers, estimatedDelivery }: Understood): void {
    if (handOvers.length > 0 || estimatedDelivery !== null)
      this.byPayload.set(data.payloadId, { handOvers, estimatedDelivery });
  }

  /** The scans, those with which something goes changed. @param fresh that are new */
  goWith<Told extends { scan: KeptScan }>(fresh: readonly Told[]): readonly Told[] {
    if (this.byPayload.size === 0) return fresh;
    const newest = new Map<string, Told>();
    for (const one of fresh) {
      const known = newest.get(one.scan.payloadId);
      if (!known || instantOf(one.scan) >= instantOf(known.scan)) newest.set(one.scan.payloadId, one);
    }
    return fresh.map((one) => {
      const { payloadId } = one.scan;
      const beside = this.byPayload.get(payloadId);
      return beside && newest.get(payloadId) === one ? { ...one, scan: { ...one.scan, beside } } : one;
    });
  }
}

/** No parcel is told of a scan without a time. */
const instantOf = ({ time }: KeptScan): number => (time ? Date.parse(time.occurredAt) : -Infinity);
