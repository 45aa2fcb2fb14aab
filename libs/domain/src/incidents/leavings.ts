import { DAY_MS, type Instant } from '../calendar/instant.ts';

/** The parcels that entered a stage on one UTC day and stayed for a while, as they stood at an instant. Those that took no time say nothing of who lets go. */
export interface Cohort {
  readonly day: number;
  readonly entered: number;
  readonly still: number;
}

/** How many parcels left a stage, and how many should have. */
export interface Leavings {
  readonly observed: number;
  readonly expected: number;
}

/** P(still there) at an instant of a parcel that came to the stage at another. */
export type StayChance = (cameAt: Instant, at: Instant) => number;

/** Nobody tells at which hours of a day its parcels came: as many at each of these. */
const ENTRIES_A_DAY = 4;

/**
 * How many of a day's parcels left a stage between two looks, and how many should have by what has been learned: those that were
 * still there at the first, given how long they had been; and of those told of since, as many as would have left by now.
 * @param before as it stood at `from`
 */
export function leavingsOf(
  before: Cohort,
  now: Cohort,
  from: Instant,
  until: Instant,
  chance: StayChance,
): Leavings {
  // One that was there may have turned out to be none that stays.
  const more = now.entered - before.entered;
  const observed = before.still + more - now.still;
  const come = Math.max(0, more);
  if (until <= from) return { observed, expected: 0 };
  const [begins, ends] = [now.day * DAY_MS, (now.day + 1) * DAY_MS];
  const there = entries(begins, Math.min(ends, from));
  const stood = sum(there, (at) => chance(at, from));
  const stand = sum(there, (at) => chance(at, until));
  const leaving = stood > 0 ? before.still * (1 - stand / stood) : 0;
  const [first, last] = [Math.max(begins, from), Math.min(ends, until)];
  const coming = entries(first, Math.max(first, last));
  const gone = 1 - sum(coming, (at) => chance(at, until)) / coming.length;
  return { observed, expected: leaving + come * Math.max(0, gone) };
}

function entries(from: Instant, to: Instant): Instant[] {
  return Array.from(
    { length: ENTRIES_A_DAY },
    (_, nth) => from + ((nth + 0.5) / ENTRIES_A_DAY) * (to - from),
  );
}

const sum = <T>(some: readonly T[], of: (one: T) => number): number =>
  some.reduce((total, one) => total + of(one), 0);
