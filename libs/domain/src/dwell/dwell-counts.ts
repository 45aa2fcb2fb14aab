import { DAY_MS, type Instant } from '../calendar/working-hours.ts';
import { BINS, binOf } from './dwell-bins.ts';

/**
 * One parcel's stay in one leg or wait. `left` ended in the ordinary way, by moving on; `withdrawn` ended otherwise
 * (lost, destroyed, coming back, cancelled), which tells only that the dwell would have been longer; `blurred` began or ended
 * untold: one stay's hours may hold those of the next as well, which has none; `open` goes on.
 * Hours are working hours of the stage's calendar.
 */
export type Stay =
  | { readonly enteredAt: Instant; readonly end: 'open' }
  | { readonly enteredAt: Instant; readonly end: StayEnd; readonly hours: number };

export type StayEnd = 'left' | 'withdrawn' | 'blurred';

/**
 * So many parcels (`n`, negative in a change that takes away) that entered a stage on one day and fell into one cell.
 * `day` counts UTC days since 1 January 1970. A cell is {@link ENTERED}, or what {@link endCell} gives for a bin of
 * working hours. Of a day's parcels, those that entered and whose stay has not ended are still there. A table with the columns of this and a key of route and stage is the whole memory of
 * the model: rows are never recounted from parcels.
 */
export interface DwellCount {
  readonly day: number;
  readonly cell: number;
  readonly n: number;
}

/** Cell of all parcels that entered the stage on a day, whatever became of them. */
export const ENTERED = 0;

/** In the order of their cells, which are stored. */
const stayEnds = ['left', 'withdrawn', 'blurred'] as const satisfies readonly StayEnd[];

/** Cells that a day can have. */
const CELLS = 1 + stayEnds.length * BINS;

/** Cell of the parcels whose stay ended so after a dwell in that bin. */
export function endCell(end: StayEnd, bin: number): number {
  return 1 + stayEnds.indexOf(end) * BINS + bin;
}

/** The end and bin of a cell other than {@link ENTERED}. Throws RangeError for what is no cell. */
export function readCell(cell: number): { readonly end: StayEnd; readonly bin: number } {
  const end = stayEnds[Math.floor((cell - 1) / BINS)];
  if (end === undefined) throw new RangeError(`${cell} is not a cell of dwell counts`);
  return { end, bin: (cell - 1) % BINS };
}

/**
 * What becomes of the counts when a parcel's stay is known anew: `before` is taken away, `after` added, null being no
 * stay at all. A late scan or a correction is one such change. Changes are added up, so their order does not matter.
 * Throws RangeError for a dwell that is not a duration.
 */
export function countChanges(before: Stay | null, after: Stay | null): DwellCount[] {
  const taken = before === null ? [] : countsOf(before).map((count) => ({ ...count, n: -1 }));
  return sumCounts([...taken, ...(after === null ? [] : countsOf(after))]);
}

/** What one stay counts: its entry, and the cell in which it ended, if it has. Throws as {@link countChanges} does. */
export function countsOf(
  stay: Stay,
): readonly [entered: DwellCount] | readonly [entered: DwellCount, ended: DwellCount] {
  const day = Math.floor(stay.enteredAt / DAY_MS);
  const entered = { day, cell: ENTERED, n: 1 };
  if (stay.end === 'open') return [entered];
  return [entered, { day, cell: endCell(stay.end, binOf(stay.hours)), n: 1 }];
}

/** Counts with those of the same day and cell added up, sorted by day and cell, without zeros. */
export function sumCounts(counts: Iterable<DwellCount>): DwellCount[] {
  const sums = new Map<number, number>();
  for (const { day, cell, n } of counts) {
    const at = day * CELLS + cell;
    sums.set(at, (sums.get(at) ?? 0) + n);
  }
  return [...sums]
    .filter(([, n]) => n !== 0)
    .sort(([a], [b]) => a - b)
    .map(([at, n]) => ({ day: Math.floor(at / CELLS), cell: at - Math.floor(at / CELLS) * CELLS, n }));
}
