import type { PayloadReading } from '../carriers/payload-reader.ts';
import type { KeptScan } from '../scans/kept-scan.ts';
import type { HandOver } from '../scans/scan.ts';
import type { PayloadEvent } from './open-payload.ts';

type Understood = Pick<Extract<PayloadReading, { kind: 'understood' }>, 'number' | 'handOvers'>;

/** What payloads tell of their numbers beside scans. It goes with the newest of a payload's scans that are new, or nowhere. */
export class ToldBeside {
  private readonly byAudience = new Map<string, Map<string, HandOver>>();

  /** Hears a payload. */
  add({ data }: Pick<PayloadEvent, 'data'>, { number, handOvers }: Understood): void {
    if (handOvers.length === 0) return;
    const key = audienceOf({ number, sender: data.sender, onlyMerchant: data.onlyMerchant });
    const known = this.byAudience.get(key) ?? new Map<string, HandOver>();
    for (const handOver of handOvers) known.set(handOver.number, handOver);
    this.byAudience.set(key, known);
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
      const handOvers = newest.get(key) === one ? this.byAudience.get(key) : undefined;
      return handOvers ? { ...one, scan: { ...one.scan, handOvers: [...handOvers.values()] } } : one;
    });
  }
}

type Audience = Pick<KeptScan, 'number' | 'sender' | 'onlyMerchant'>;

/** A sender's word is his, and an upload reaches its merchant's parcels alone. */
const audienceOf = ({ number, sender, onlyMerchant }: Audience): string =>
  `${number} ${sender} ${onlyMerchant ?? ''}`;

/** No parcel is told of a scan without a time. */
const instantOf = ({ time }: KeptScan): number => (time ? Date.parse(time.occurredAt) : -Infinity);
