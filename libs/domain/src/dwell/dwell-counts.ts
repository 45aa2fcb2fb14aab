import { DAY_MS, type Instant } from '../calendar/instant.ts';
import { BINS, binOf } from './dwell-bins.ts';

/**
 * One parcel's stay in one leg or wait. `left` ended in the ordinary way, by moving on; `withdrawn` ended otherwise
 * (lost, destroyed, coming back, cancelled), which tells only that the dwell would have been longer; `blurred` began or ended
 * untold: one stay's hours may hold those of the next as well, which has none; `open` goes on.
 * Hours are working hours of the stage's calendar; `troubleAfter` those after which the first trouble was told, if any was;
 * `endedOn` is the ISO weekday of its end, where that tells when the stage is worked.
 */
export type Stay = {
  readonly enteredAt: Instant;
  readonly troubleAfter?: number;
  readonly endedOn?: number;
} & ({ readonly end: 'open' } | { readonly end: StayEnd; readonly hours: number });

export type StayEnd = 'left' | 'withdrawn' | 'blurred';

/**
 * So many parcels (`n`, negative in a change that takes away) that entered a stage on one day and fell into one cell.
 * `day` counts UTC days since 1 January 1970. A cell is {@link ENTERED}, or what {@link cellOf} gives for a bin of
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

/**
 * What may happen to a parcel in a stage, in the order of the cells, which are stored: its stay ends, its stay ends after a trouble
 * was told, or a trouble is told.
 */
const happenings = [
  'left',
  'withdrawn',
  'blurred',
  'left_after_trouble',
  'withdrawn_after_trouble',
  'troubled',
] as const;
export type StayHappening = (typeof happenings)[number];

/** What ends a stay. */
const endings = happenings.filter((happening) => happening !== 'troubled');

const FIRST_WEEKDAY_CELL = 1 + happenings.length * BINS;

/** Cells that a day can have. */
export const CELLS = FIRST_WEEKDAY_CELL + 7;

/** Cell of the parcels to which this happened after a time in that bin. */
export function cellOf(happening: StayHappening, bin: number): number {
  return 1 + happenings.indexOf(happening) * BINS + bin;
}

/** Cells other than {@link ENTERED} and below this one are of parcels that are no longer there. */
export const FIRST_CELL_STILL_THERE = cellOf('troubled', 0);

/** Cells of parcels that took no time: cleared before they came, or passed the stage over. Nobody there let them go. */
export const CELLS_OF_NO_STAY: readonly number[] = endings.map((ending) => cellOf(ending, 0));

/** The ISO weekday on which the stays of a cell ended; null for cells of another kind. */
export function weekdayOf(cell: number): number | null {
  return cell >= FIRST_WEEKDAY_CELL && cell < CELLS ? cell - FIRST_WEEKDAY_CELL + 1 : null;
}

/** What happened to the parcels of a cell other than {@link ENTERED} and those of weekdays. Throws RangeError for what is no cell. */
export function readCell(cell: number): { readonly happening: StayHappening; readonly bin: number } {
  const happening = happenings[Math.floor((cell - 1) / BINS)];
  if (happening === undefined) throw new RangeError(`${cell} is not a cell of dwell counts`);
  return { happening, bin: binOfCell(cell) };
}

/** The bin of a cell of which {@link readCell} tells what happened. */
export function binOfCell(cell: number): number {
  return (cell - 1) % BINS;
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

/** What one stay counts: its entry, and what happened in it. Throws as {@link countChanges} does. */
export function countsOf(stay: Stay): DwellCount[] {
  const day = entryDayOf(stay);
  return [ENTERED, ...cellsOf(stay)].map((cell) => ({ day, cell, n: 1 }));
}

/** The UTC day of a stay's entry. */
export function entryDayOf({ enteredAt }: Stay): number {
  return Math.floor(enteredAt / DAY_MS);
}

/** The cells of what happened in a stay, beside its entry. Throws RangeError for a dwell that is not a duration. */
export function cellsOf(stay: Stay): number[] {
  const cells = happeningsOf(stay);
  if (stay.endedOn !== undefined) cells.push(FIRST_WEEKDAY_CELL + stay.endedOn - 1);
  return cells;
}

function happeningsOf(stay: Stay): number[] {
  const { troubleAfter } = stay;
  if (stay.end === 'blurred') return [cellOf('blurred', binOf(stay.hours))];
  if (troubleAfter === undefined) return stay.end === 'open' ? [] : [cellOf(stay.end, binOf(stay.hours))];
  const troubled = cellOf('troubled', binOf(troubleAfter));
  if (stay.end === 'open') return [troubled];
  return [troubled, cellOf(`${stay.end}_after_trouble`, binOf(stay.hours))];
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
