import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { afterWorkingHours } from '../calendar/working-hours.ts';
import { firstFrom } from './firsts.ts';
import { lastMileBegins } from './last-mile-begins.ts';
import { clockOf, type RoadSums } from './road-sums.ts';

/** A probability that is as good as none. */
const HARDLY = 1e-3;

/** Distribution of an arrival instant, later than the `now` it was made for. */
export interface ArrivalDistribution {
  /** The earliest instant by which the parcel has arrived with probability `q` (0..1, exclusive). */
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
  const { at: clockAt, afterSteps, lastSteps } = clockOf(sums);
  const started = afterSteps(origin);
  const begunBy = lastMileBegins(sums, since, heardUntil, origin);
  const begun: number[] = [];
  /** P(the last mile has begun by the time that its clock shows so many steps more), of each number of them up to one at least. */
  const begunUpTo = (shown: number): readonly number[] => {
    while (begun.length <= shown) begun.push(begunBy(lastSteps(started + begun.length) - origin));
    return begun;
  };
  const longest = last.masses.length - 1;
  const late: number[] = [];
  const lateAfter = (steps: number): number =>
    (late[steps] ??= 1 - doneBy(steps, last.masses, begunUpTo(steps)));
  /** P(arrival after so many steps of the clock), were the last mile as long as it may be: never less than it is. */
  const lateAtMost = (steps: number): number =>
    Math.max(0, 1 - begunBy(lastSteps(started + steps - longest) - origin));
  const soonest = Math.floor(clockAt(now)) - started + 1;
  return {
    quantile(q) {
      const arrived = firstFrom(soonest, (steps) => lateAfter(steps) <= 1 - q);
      return Math.round(afterWorkingHours(clock, now, (started + arrived - clockAt(now)) * step));
    },
    after(at) {
      if (at <= now) return 1;
      const steps = Math.floor(clockAt(at)) - started;
      const most = lateAtMost(steps);
      return most < HARDLY ? most : lateAfter(steps);
    },
  };
}

/** P(what begins by each number of steps with a probability, and then takes so many steps, is over after so many). */
function doneBy(steps: number, takes: Float64Array, begun: readonly number[]): number {
  let done = 0;
  for (let taken = Math.min(steps, takes.length - 1); taken >= 0; taken--)
    done += (takes[taken] ?? 0) * (begun[steps - taken] ?? 0);
  // Sums of differences may lie a hair outside.
  return Math.min(1, Math.max(0, done));
}
