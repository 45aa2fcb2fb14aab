import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { workingHoursBetween, workingInstantsSince } from '../calendar/working-hours.ts';
import { firstWhere } from './firsts.ts';
import { cappedCell, clockOf, leavingFrom, restOfStage, stepAt, type RoadSums } from './road-sums.ts';
import { reachedBy, stageCells } from './stage-sums.ts';

/** At so much of the stages up to the last mile {@link isHardlyLate} looks: whoever takes less counts as if he took as long. */
const LOOKED_AT = [0.1, 0.5, 0.9];

/** When a parcel is promised, and from which P(arrival > promised) on (0..1, exclusive) that counts as unlikely. */
export interface Promised {
  readonly promised: Instant;
  readonly p: number;
  /** What becomes unlikely later than this is of no interest. */
  readonly until: Instant;
}

/**
 * Since when, if no scan comes, P(arrival > promised) is at least `p`: the longer a parcel stays in its stage, the later it
 * arrives, so that this happens once and lasts. Null where it is of no interest.
 * @param since when the present stage began
 */
export function lateFrom(sums: RoadSums, since: Instant, promise: Promised): Instant | null {
  const { step, dwell, calendar } = sums;
  const { promised, p } = promise;
  const { masses, beyond } = stageCells(dwell, step);
  const leavesAfter = workingInstantsSince(calendar, since);
  const leaves: Instant[] = [];
  for (let cell = 0; cell < masses.length; cell++) {
    const at = leavesAfter(cell * step);
    if (at > promised) break;
    leaves.push(at);
  }
  // All others leave after the promise.
  let late = beyond[leaves.length] ?? 0;
  const capped = cappedCell(sums, masses);
  let lateSince = leaves.length <= capped ? (leaves.at(-1) ?? since) : null;
  const inTime = inTimeByLeaving(sums, promised);
  for (let cell = leaves.length - 1; cell >= 0; cell--) {
    const leaving = leaves[cell] ?? since;
    late += (masses[cell] ?? 0) * (1 - inTime(leaving));
    if (cell > capped) continue;
    if (late < p * (beyond[cell] ?? 0))
      return lateSince ?? lateWhileWaiting(sums, since, promise, leaving, inTime);
    lateSince = leaves[cell - 1] ?? since;
  }
  return lateSince ?? since;
}

/**
 * The same, to the hour, from an instant on at which the rest of the stage is the same at every later one, and only the promise comes
 * nearer: beyond the cap, or before the first stage.
 */
export function lateWhileWaiting(
  sums: RoadSums,
  since: Instant,
  { promised, p, until }: Promised,
  from: Instant,
  inTime = inTimeByLeaving(sums, promised),
): Instant | null {
  if (from >= promised) return from;
  const rest = restOfStage(sums, since, from);
  const { first, cells } = rest;
  const isLate = (at: Instant): boolean => {
    if (at >= promised) return true;
    const leavesAt = leavingFrom(sums, rest, at);
    let missing = (1 - p) * (cells.beyond[first] ?? 0);
    for (let cell = first; cell < cells.masses.length && missing >= 0; cell++) {
      const leaving = leavesAt(cell);
      if (leaving > promised) break;
      missing -= (cells.masses[cell] ?? 0) * inTime(leaving);
    }
    return missing >= 0;
  };
  if (!isLate(Math.min(until, promised))) return null;
  if (isLate(from)) return from;
  return Math.round(firstHour(from, promised, isLate));
}

/** When, to the hour, a condition begins to hold that holds at `high` and not at `low`. */
function firstHour(low: Instant, high: Instant, holds: (at: Instant) => boolean): Instant {
  let [before, since] = [low, high];
  while (since - before > HOUR_MS) {
    const middle = (before + since) / 2;
    if (holds(middle)) since = middle;
    else before = middle;
  }
  return since;
}

/**
 * Whether a parcel that is still in its stage at `until` comes in time with more than 1 - `p`: those are left out of {@link lateFrom}
 * and {@link lateWhileWaiting} whose answers are later. A few of the next cells tell it, as most parcels have days to spare.
 * @param since when the present stage began; null where it has not
 */
export function isHardlyLate(
  sums: RoadSums,
  since: Instant | null,
  { promised, p, until }: Promised,
): boolean {
  const { step, dwell, calendar, between } = sums;
  const { masses, beyond } = stageCells(dwell, step);
  const first = since === null ? 0 : Math.floor(workingHoursBetween(calendar, since, until) / step) + 1;
  if (first > cappedCell(sums, masses)) return false;
  const inTimeFrom = inTimeByBeginning(sums, promised);
  const parts = LOOKED_AT.map((share) =>
    firstWhere(0, between.cumulative.length - 1, (at) => (between.cumulative[at] ?? 1) >= share),
  );
  const leavesAfter = workingInstantsSince(calendar, since ?? until);
  let missing = (1 - p) * (beyond[first] ?? 0);
  for (let cell = first; cell < masses.length && missing >= 0; cell++) {
    const leaves = leavesAfter(cell * step);
    if (leaves > promised) return false;
    const left = stepAt(leaves, sums);
    let counted = 0;
    for (const steps of parts) {
      const share = between.cumulative[steps] ?? 1;
      missing -= (masses[cell] ?? 0) * (share - counted) * inTimeFrom(left + steps);
      counted = share;
    }
  }
  return missing < 0;
}

/** P(arrival <= promised) of a parcel that leaves its present stage at an instant. */
function inTimeByLeaving(sums: RoadSums, promised: Instant): (leaving: Instant) => number {
  const { between, last } = sums;
  const { at, lastSteps } = clockOf(sums);
  const end = stepAt(promised, sums);
  const shown = Math.floor(at(promised));
  /** By which step the last mile has to have begun, by how many steps it takes. */
  const begunBy: number[] = [];
  // By steps before the promise, of those alone that are near it: it may be thousands of years off.
  const known: number[] = [];
  const compute = (leaves: number): number => {
    let inTime = 0;
    for (let taken = 0; taken < last.masses.length; taken++) {
      const steps = (begunBy[taken] ??= lastSteps(shown - taken)) - leaves;
      if (steps < 0) break;
      inTime += (last.masses[taken] ?? 0) * reachedBy(between, steps);
    }
    return inTime;
  };
  return (leaving) => {
    const leaves = stepAt(leaving, sums);
    return (known[end - leaves] ??= compute(leaves));
  };
}

/** P(arrival <= promised) of a parcel that comes to the last mile in a step of the grid. */
function inTimeByBeginning(sums: RoadSums, promised: Instant): (begun: number) => number {
  const { at, afterSteps } = clockOf(sums);
  const promisedSteps = Math.floor(at(promised));
  return (begun) => reachedBy(sums.last, promisedSteps - afterSteps(begun));
}
