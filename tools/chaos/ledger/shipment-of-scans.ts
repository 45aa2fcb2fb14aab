import { Draws } from '../../demo/random.ts';
import type { SentScan } from '../rig/settings.ts';
import { scanStream } from '../../workload/scan-stream.ts';

/** One thing that a carrier sends: a scan, or a record that nobody can read. */
export type Sending =
  | { readonly kind: 'scan'; readonly scan: SentScan; readonly poison: boolean }
  | { readonly kind: 'malformed'; readonly key: string };

export interface Habits {
  /** Share of scans that are sent a second time, with the same id. */
  readonly repeated: number;
  /** Share of scans that come late, behind scans that happened after them. */
  readonly late: number;
  /** Every so many scans a record that nobody can read is sent as well; 0 for none. */
  readonly malformedEvery: number;
  /** Every so many scans is one that can be read and that Postgres refuses; 0 for none. */
  readonly poisonEvery: number;
}

/** The rig's tables refuse what happened then. */
export const poisonousTime = '2900-01-01T00:00:00.000Z';

/** How far behind a late or repeated scan may come, in sendings. */
const farthest = 400;

/** The same sendings for the same seed, in the order in which they are sent. */
export function shipmentOfScans(seed: number, scans: number, habits: Habits): Sending[] {
  const draws = new Draws(seed);
  const placed: { at: number; sending: Sending }[] = [];
  let index = 0;
  for (const { eventId, merchantId, scan } of scanStream(seed, scans)) {
    const poison = habits.poisonEvery > 0 && index % habits.poisonEvery === habits.poisonEvery - 1;
    const sent = poison ? { ...scan, occurredAt: poisonousTime } : scan;
    const sending: Sending = { kind: 'scan', scan: { eventId, merchantId, scan: sent }, poison };
    const delay = draws.next() < habits.late ? draws.next() * farthest : 0;
    placed.push({ at: index + delay, sending });
    if (draws.next() < habits.repeated) placed.push({ at: index + draws.next() * farthest, sending });
    if (habits.malformedEvery > 0 && index % habits.malformedEvery === 0)
      placed.push({ at: index, sending: { kind: 'malformed', key: `stranger-${index}` } });
    index += 1;
  }
  return placed.sort((a, b) => a.at - b.at).map(({ sending }) => sending);
}
