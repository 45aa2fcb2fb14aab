import type { PayloadReading } from '../carriers/payload-reader.ts';
import type { Beside, KeptScan } from '../scans/kept-scan.ts';
import type { PayloadEvent } from './open-payload.ts';

type Understood = Pick<
  Extract<PayloadReading, { kind: 'understood' }>,
  'number' | 'handOvers' | 'estimatedDelivery'
>;

/** What payloads tell of their numbers beside scans. It goes with the newest of a payload's scans that are new, or nowhere. */
export class ToldBeside {
  private readonly byAudience = new Map<string, Beside>();

  /** Hears a payload; those of one number in the order in which they came. */
  add({ data }: Pick<PayloadEvent, 'data'>, { number, handOvers, estimatedDelivery }: Understood): void {
    if (handOvers.length === 0 && estimatedDelivery === null) return;
    const key = audienceOf({ number, sender: data.sender, onlyMerchant: data.onlyMerchant });
    const known = this.byAudience.get(key);
    const byNumber = new Map([...(known?.handOvers ?? []), ...handOvers].map((one) => [one.number, one]));
    this.byAudience.set(key, {
      handOvers: [...byNumber.values()],
      estimatedDelivery: estimatedDelivery ?? known?.estimatedDelivery ?? null,
    });
  }

  /** The scans, those with which something goes changed. @param fresh that are new */
  goWith<Told extends { scan: KeptScan }>(fresh: readonly Told[]): readonly Told[] {
    if (this.byAudience.size === 0) return fresh;
    const newest = new Map<string, Told>();
    for (const one of fresh) {
      const key = audienceOf(one.scan);
      const known = newest.get(key);
      if (this.byAudience.has(key) && (!known || instantOf(one.scan) >= instantOf(known.scan)))
        newest.set(key, one);
    }
    return fresh.map((one) => {
      const key = audienceOf(one.scan);
      return newest.get(key) === one
        ? { ...one, scan: { ...one.scan, beside: this.byAudience.get(key) } }
        : one;
    });
  }
}

type Audience = Pick<KeptScan, 'number' | 'sender' | 'onlyMerchant'>;

/** A sender's word is his, and an upload reaches its merchant's parcels alone. */
const audienceOf = ({ number, sender, onlyMerchant }: Audience): string =>
  `${number} ${sender} ${onlyMerchant ?? ''}`;

/** No parcel is told of a scan without a time. */
const instantOf = ({ time }: KeptScan): number => (time ? Date.parse(time.occurredAt) : -Infinity);
