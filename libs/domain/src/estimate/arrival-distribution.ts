import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { afterWorkingHours, workingInstantsSince } from '../calendar/working-hours.ts';
import { firstFrom } from './firsts.ts';
import { clockOf, restOfStage, stepAt, type Rest, type RoadSums } from './road-sums.ts';
import { sumsUpToEach, together } from './stage-sums.ts';

/** Share of those still in the stage that is left out at its far end. */
const NEGLIGIBLE = 1e-6;

/** Distribution of an arrival instant, later than the `now` it was made for. */
export interface ArrivalDistribution {
  /** The earliest instant by which the parcel has arrived with probability `q` (0..1, exclusive); rising ones are found soonest. */
  quantile(q: number): Instant;
  /** P(arrival > at). */
  after(at: Instant): number;
}

/**
 * The arrival at the end of the road: the rest of the present stage by its calendar, given how long it has lasted, plus the
 * later stages, all independent. The stages up to the last mile are added up in elapsed time, their closed weekdays as an even stretch:
 * on which of them a parcel comes is seldom known. When it comes to the last mile is then known for each step, and with it
 * on which days off it waits there.
 * All sums are convolutions on one grid, so that a shorter road is never predicted to take longer.
 * @param since when the present stage began
 * @param heardUntil until when silence says that the parcel has not left its stage: what happened later may be untold
 */
export function arrivalDistribution(
  sums: RoadSums,
  since: Instant,
  now: Instant,
  heardUntil: Instant = now,
): ArrivalDistribution {
  const { step, clock, last } = sums;
  const origin = Math.floor(now / HOUR_MS / step);
  const left = leavingMasses(sums, restOfStage(sums, since, heardUntil), heardUntil, origin);
  const { at: clockAt, afterSteps } = clockOf(sums);
  const started = afterSteps(origin);
  const begun = movedTo(together(left, sums.between.masses), (steps) => afterSteps(origin + steps) - started);
  const begunBy = sumsUpToEach(begun);
  const longest = last.cumulative.length - 1;
  const lateAfter = (steps: number): number => {
    const most = Math.min(steps, begun.length - 1);
    let inTime = begunBy[Math.min(steps - longest, most)] ?? 0;
    for (let at = Math.max(0, steps - longest + 1); at <= most; at++)
      inTime += (begun[at] ?? 0) * (last.cumulative[steps - at] ?? 1);
    return Math.max(0, 1 - inTime);
  };
  const soonest = Math.floor(clockAt(now)) - started + 1;
  let [known, knownSteps] = [0, soonest];
  return {
    quantile(q) {
      const from = q < known ? soonest : knownSteps;
      [known, knownSteps] = [q, firstFrom(from, (steps) => lateAfter(steps) <= 1 - q)];
      const stepsFromNow = started + knownSteps - clockAt(now);
      return Math.round(afterWorkingHours(clock, now, stepsFromNow * step));
    },
    after: (at) => (at <= now ? 1 : lateAfter(Math.floor(clockAt(at)) - started)),
  };
}

/**
 * What is left of the present stage by the steps after an origin in which it is over, as shares of all that is left.
 * What has gone on untold has gone on by then: only so is a shorter road never predicted to take longer.
 */
function leavingMasses(sums: RoadSums, rest: Rest, from: Instant, origin: number): Float64Array {
  const { first, cells } = rest;
  const left = cells.beyond[first] ?? 0;
  const leavesAt = leavingFrom(sums, rest, from);
  const steps: number[] = [];
  let cell = first;
  do steps.push(Math.max(0, stepAt(leavesAt(cell), sums) - origin));
  while (++cell < cells.masses.length && (cells.beyond[cell] ?? 0) > NEGLIGIBLE * left);
  const masses = new Float64Array((steps.at(-1) ?? 0) + 1);
  for (const [nth, step] of steps.entries())
    masses[step] = (masses[step] ?? 0) + (cells.masses[first + nth] ?? 0) / left;
  masses[masses.length - 1] = (masses.at(-1) ?? 0) + (cells.beyond[cell] ?? 0) / left;
  return masses;
}

/** When a cell of what is left of the present stage is over, none before the one asked for last. @param from when it is left */
export function leavingFrom(
  { step, calendar }: RoadSums,
  { elapsed }: Rest,
  from: Instant,
): (cell: number) => Instant {
  const leavesAfter = workingInstantsSince(calendar, from);
  return (cell) => leavesAfter(Math.max(0, cell * step - elapsed));
}

/** Masses at other steps. @param stepOf where those of a step come to lie, never falling */
function movedTo(masses: Float64Array, stepOf: (step: number) => number): Float64Array {
  const moved = new Float64Array(stepOf(masses.length - 1) + 1);
  for (let step = 0; step < masses.length; step++) {
    const to = stepOf(step);
    moved[to] = (moved[to] ?? 0) + (masses[step] ?? 0);
  }
  return moved;
}
