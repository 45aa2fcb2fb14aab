import type { TimedStage } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { cellsOf, ENTERED, entryDayOf } from './dwell-counts.ts';
import { countedUnit, type CountedUnit } from './counted-unit.ts';
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
  /** Absent where it travels in none. */
  readonly unit?: CountedUnit;
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
  const lane = laneKeyOf(view.facts);
  const route = view.facts.routeKey ?? '';
  const known = before?.lane === lane && before.route === route ? before : null;
  const stays: CountedStay[] = [];
  let isUnchanged = known?.stays.length === all.size;
  for (const [stage, stay] of all) {
    const counted: CountedStay = [stage, providerOf(stage, view.facts), entryDayOf(stay), ...cellsOf(stay)];
    isUnchanged &&= isSame(counted, known?.stays[stays.length]);
    stays.push(counted);
  }
  const unit = countedUnit(view);
  if (isUnchanged && isSame(unit ?? nothing, known?.unit ?? nothing)) return known;
  return { lane, route, stays, ...(unit && { unit }) };
}

/** What becomes of the counts when parcels add something else than before. Sorted, summed, without zeros. */
export function stayChanges(
  parcels: readonly { readonly before: CountedStays | null; readonly after: CountedStays | null }[],
): StayChange[] {
  const sums = new Map<string, Sum>();
  for (const { before, after } of parcels) {
    if (before === after) continue;
    addTo(sums, before, after, -1);
    addTo(sums, after, before, 1);
  }
  return [...sums]
    .filter(([, { n }]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}

type Sum = Omit<StayChange, 'n'> & { n: number };

/** Most of what a parcel counts is counted by the other as well, and left out. */
function addTo(
  sums: Map<string, Sum>,
  counted: CountedStays | null,
  other: CountedStays | null,
  sign: 1 | -1,
): void {
  if (counted === null) return;
  const { lane, route, stays } = counted;
  const others = other?.lane === lane && other.route === route ? other.stays : [];
  for (let nth = 0; nth < stays.length; nth++) {
    const stay = stays[nth] as CountedStay;
    const [stage, provider, day] = stay;
    const like = isAlike(stay, others[nth]) ? others[nth] : undefined;
    let names = '';
    for (let at = FIRST_CELL - 1; at < stay.length; at++) {
      const cell = at < FIRST_CELL ? ENTERED : (stay[at] as number);
      if (like !== undefined && (at < FIRST_CELL || like.includes(cell, FIRST_CELL))) continue;
      names ||= JSON.stringify([lane, provider, route, stage, day]);
      const name = `${names} ${cell}`;
      const sum = sums.get(name);
      if (sum === undefined) sums.set(name, { lane, provider, route, stage, day, cell, n: sign });
      else sum.n += sign;
    }
  }
}

/** Where the cells begin, behind stage, provider and day. */
const FIRST_CELL = 3;

/** Whether two stays are of the same stage, provider and day. */
function isAlike(stay: CountedStay, other: CountedStay | undefined): boolean {
  return stay[0] === other?.[0] && stay[1] === other[1] && stay[2] === other[2];
}

const nothing: readonly unknown[] = [];

function isSame(stay: readonly unknown[], other: readonly unknown[] | undefined): boolean {
  if (stay.length !== other?.length) return false;
  for (let at = 0; at < stay.length; at++) if (stay[at] !== other[at]) return false;
  return true;
}
