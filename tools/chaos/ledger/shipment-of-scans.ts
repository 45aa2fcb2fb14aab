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

/** How far behind a late or repeated scan may come, in scans. */
const farthest = 400;

/** What there is to send: each thing once, scans in the order in which they happened; the same for the same seed. */
export function* recordsOf(seed: number, scans: number, habits: Habits): Generator<Sending> {
  let index = 0;
  for (const { eventId, merchantId, scan } of scanStream(seed, scans)) {
    const poison = habits.poisonEvery > 0 && index % habits.poisonEvery === habits.poisonEvery - 1;
    const sent = poison ? { ...scan, occurredAt: poisonousTime } : scan;
    yield { kind: 'scan', scan: { eventId, merchantId, scan: sent }, poison };
    if (isMalformedAfter(index, habits)) yield { kind: 'malformed', key: `stranger-${index}` };
    index += 1;
  }
}

/** The same records with late ones and repetitions, in the order in which they are sent. */
export const shipmentOfScans = (seed: number, scans: number, habits: Habits): Generator<Sending> =>
  asSent(recordsOf(seed, scans, habits), seed, habits, ({ kind }) => kind === 'malformed');

/**
 * Things with late ones and repetitions among them, in the order in which they are sent. Keeps a few hundred at a time.
 * @param keepsPlace whether a thing is sent once, right behind the one before it
 */
export function* asSent<Thing>(
  things: Iterable<Thing>,
  seed: number,
  habits: Pick<Habits, 'late' | 'repeated'>,
  keepsPlace: (thing: Thing) => boolean = () => false,
): Generator<Thing> {
  const places = placesOf(seed, habits);
  /** By the whole part of where they are sent: nothing is added to a part that lies behind. */
  const waiting = new Map<number, { at: number; thing: Thing }[]>();
  const place = (at: number, thing: Thing): void => {
    const part = waiting.get(Math.floor(at));
    if (part) part.push({ at, thing });
    else waiting.set(Math.floor(at), [{ at, thing }]);
  };
  function* due(index: number): Generator<Thing> {
    const part = waiting.get(index) ?? [];
    waiting.delete(index);
    for (const { thing } of part.sort((a, b) => a.at - b.at)) yield thing;
  }
  let index = -1;
  for (const thing of things) {
    if (keepsPlace(thing)) {
      place(index, thing);
      continue;
    }
    yield* due(index);
    index += 1;
    const [first, again] = places.next().value;
    place(index + first, thing);
    if (again !== undefined) place(index + again, thing);
  }
  while (waiting.size > 0) yield* due(index++);
}

/** How many sendings there are in a shipment. */
export function sendingsIn(seed: number, scans: number, habits: Habits): number {
  const places = placesOf(seed, habits);
  let sendings = 0;
  for (let index = 0; index < scans; index += 1) {
    sendings += places.next().value[1] === undefined ? 1 : 2;
    if (isMalformedAfter(index, habits)) sendings += 1;
  }
  return sendings;
}

const isMalformedAfter = (index: number, { malformedEvery }: Habits): boolean =>
  malformedEvery > 0 && index % malformedEvery === 0;

/** How many scans behind its own place each scan is sent, and how many behind it is repeated. */
function* placesOf(
  seed: number,
  habits: Pick<Habits, 'late' | 'repeated'>,
): Generator<readonly [first: number, again: number | undefined], never> {
  const draws = new Draws(seed);
  for (;;) {
    const first = draws.next() < habits.late ? draws.next() * farthest : 0;
    yield [first, draws.next() < habits.repeated ? draws.next() * farthest : undefined];
  }
}
