import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { afterWorkingHours } from '../calendar/working-hours.ts';
import { firstFrom } from './firsts.ts';
import { clockOf, leavingFrom, restOfStage, stepAt, type Rest, type RoadSums } from './road-sums.ts';

/** A probability that is as good as none. */
const HARDLY = 1e-3;

/** Steps that most arrivals are added up over. */
const FIRST_ROOM = 256;

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
  const { at: clockAt, afterSteps } = clockOf(sums);
  const started = afterSteps(origin);
  const left = leavingMasses(sums, restOfStage(sums, since, heardUntil), heardUntil, origin);
  const begunBy = lastMileBegins(sums, left, (steps) => afterSteps(origin + steps) - started);
  const longest = last.cumulative.length - 1;
  const lateAfter = (steps: number): number => {
    const begun = begunBy(steps);
    let before = begun[steps - longest] ?? 0;
    let inTime = before;
    for (let at = Math.max(0, steps - longest + 1); at <= steps; at++) {
      const by = begun[at] ?? 1;
      inTime += (by - before) * (last.cumulative[steps - at] ?? 1);
      before = by;
    }
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
    after(at) {
      if (at <= now) return 1;
      const steps = Math.floor(clockAt(at)) - started;
      const most = lateAtMost(sums, left, steps);
      return most < HARDLY ? most : lateAfter(steps);
    },
  };
}

/**
 * What is left of the present stage, by the steps after an origin in which it is over. What has gone on untold has gone on by then: only so
 * is a shorter road never predicted to take longer.
 * @param from when the present stage is left
 */
function leavingMasses(sums: RoadSums, rest: Rest, from: Instant, origin: number): Masses {
  const { masses, beyond } = rest.cells;
  const leavesAt = leavingFrom(sums, rest, from);
  const all = beyond[rest.first] ?? 0;
  let known = new Float64Array(FIRST_ROOM);
  let count = 0;
  let cell = rest.first;
  /** That of the first cell that has not been counted. */
  let over = -Infinity;
  return (steps) => {
    for (; count <= steps; count++) {
      if (count === known.length) known = grown(known);
      for (; cell < masses.length && over <= count; cell++) {
        over = Math.max(0, stepAt(leavesAt(cell), sums) - origin);
        if (over > count) break;
        known[count] = (known[count] ?? 0) + (masses[cell] ?? 0) / all;
      }
    }
    return known;
  };
}

/** Probability by step; surely as far as was asked for. */
type Masses = (steps: number) => Float64Array;

/**
 * P(the last mile has begun by each step of its clock). It is added up as far as anybody asks: a quantile needs a fraction of it.
 * @param shown what the clock shows so many steps after the origin
 */
function lastMileBegins(
  { between: { masses } }: RoadSums,
  left: Masses,
  shown: (steps: number) => number,
): (steps: number) => readonly number[] {
  const begunBy: number[] = [];
  let begun = 0;
  /** The first step after the origin that has not been added up. */
  let next = 0;
  let nextShown = 0;
  return (steps) => {
    while (begunBy.length <= steps) {
      while (nextShown <= begunBy.length) {
        begun += togetherIn(next, left(next), masses);
        nextShown = shown(++next);
      }
      begunBy.push(begun);
    }
    return begunBy;
  };
}

/** P(arrival after more than so many steps of the clock), were each day off one of the last mile's: never less than it is. */
function lateAtMost({ ahead: { cumulative } }: RoadSums, left: Masses, steps: number): number {
  let late = 1;
  for (let leaves = 0; leaves <= steps && late >= HARDLY; leaves++) {
    const reached = cumulative[Math.min(steps - leaves, cumulative.length - 1)] ?? 1;
    late -= (left(leaves)[leaves] ?? 0) * reached;
  }
  return Math.max(0, late);
}

/** P(two that do not depend on each other take exactly so many steps together): one cell of their convolution. */
function togetherIn(steps: number, one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = Math.max(0, steps - other.length + 1); at <= steps; at++)
    sum += (one[at] ?? 0) * (other[steps - at] ?? 0);
  return sum;
}

function grown(some: Float64Array): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * some.length);
  more.set(some);
  return more;
}
