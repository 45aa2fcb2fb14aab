import type { TimedStage } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { cellsOf, ENTERED, entryDayOf } from './dwell-counts.ts';
import { laneKeyOf, providerOf } from './dwell-keys.ts';
import { roundOf, staysOf } from './stays-of.ts';

/**
 * What a parcel has added to the counts, kept beside it so that exactly this can be taken away again: of each stage its
 * provider, the UTC day of entry, and the cells of what happened in it.
 */
export interface CountedStays {
  readonly lane: string;
  readonly route: string;
  readonly stays: readonly CountedStay[];
}

type CountedStay = readonly [stage: TimedStage, provider: string, day: number, ...cells: number[]];

/** So many parcels more (or fewer) in one cell of the counts. */
export interface StayChange {
  readonly lane: string;
  readonly provider: string;
  readonly route: string;
  readonly stage: TimedStage;
  readonly day: number;
  readonly cell: number;
  readonly n: number;
}

/**
 * What a parcel adds to the counts as it stands; null before its first stay.
 * @param before what it has added so far: the answer is the same object where nothing else is added
 */
export function countedStays(
  view: Omit<ParcelView, 'parcelId'>,
  before: CountedStays | null = null,
): CountedStays | null {
  const all = staysOf(view);
  const round = roundOf(view);
  if (round !== null) all.set('out_for_delivery', round);
  if (all.size === 0) return null;
  const stays: CountedStay[] = [];
  for (const [stage, stay] of all)
    stays.push([stage, providerOf(stage, view.facts), entryDayOf(stay), ...cellsOf(stay)]);
  const lane = laneKeyOf(view.facts);
  const route = view.facts.routeKey ?? '';
  const isUnchanged =
    before?.lane === lane &&
    before.route === route &&
    before.stays.length === stays.length &&
    stays.every((stay, nth) => isSame(stay, before.stays[nth]));
  return isUnchanged ? before : { lane, route, stays };
}

/** What becomes of the counts when parcels add something else than before. Sorted, summed, without zeros. */
export function stayChanges(
  parcels: readonly { readonly before: CountedStays | null; readonly after: CountedStays | null }[],
): StayChange[] {
  const sums = new Map<string, StayChange>();
  const add = (counted: CountedStays | null, other: CountedStays | null, sign: 1 | -1): void => {
    if (counted === null) return;
    const { lane, route, stays } = counted;
    const comparable = other?.lane === lane && other.route === route ? other.stays : [];
    for (const [nth, stay] of stays.entries()) {
      // Most of what a parcel counts stays as it was.
      if (isSame(stay, comparable[nth])) continue;
      const [stage, provider, day, ...cells] = stay;
      const names = JSON.stringify([lane, provider, route, stage, day]);
      for (const cell of [ENTERED, ...cells]) {
        const name = `${names} ${cell}`;
        const n = (sums.get(name)?.n ?? 0) + sign;
        sums.set(name, { lane, provider, route, stage, day, cell, n });
      }
    }
  };
  for (const { before, after } of parcels) {
    if (before === after) continue;
    add(before, after, -1);
    add(after, before, 1);
  }
  return [...sums]
    .filter(([, { n }]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}

function isSame(stay: CountedStay, other: CountedStay | undefined): boolean {
  return stay.length === other?.length && stay.every((value, index) => value === other[index]);
}
