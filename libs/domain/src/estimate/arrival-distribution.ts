import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { afterWorkingHours } from '../calendar/working-hours.ts';
import { firstFrom } from './firsts.ts';
import { lastMileBegins } from './last-mile-begins.ts';
import { clockOf, type RoadSums } from './road-sums.ts';

/** A probability that is as good as none. */
const HARDLY = 1e-3;

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
  const { at: clockAt, afterSteps, lastSteps } = clockOf(sums);
  const started = afterSteps(origin);
  const begunBy = lastMileBegins(sums, since, heardUntil, origin);
  /** P(the last mile has begun by the time that its clock shows so many steps more). */
  const begunWhen = (shown: number): number => begunBy(lastSteps(started + shown) - origin);
  const begun: number[] = [];
  const longest = last.masses.length - 1;
  const late: number[] = [];
  const computeLate = (steps: number): number => {
    // What lies far behind all that was asked for needs no more of them than the last mile is long.
    const first = steps - begun.length > longest ? steps - longest : 0;
    const from = first === 0 ? begun : [];
    while (from.length <= steps - first) from.push(begunWhen(first + from.length));
    return 1 - doneBy(steps - first, last.masses, from);
  };
  const lateAfter = (steps: number): number => (late[steps] ??= computeLate(steps));
  /** P(arrival after so many steps of the clock), were the last mile as long as it may be: never less than it is. */
  const lateAtMost = (steps: number): number => Math.max(0, 1 - begunWhen(steps - longest));
  const soonest = Math.floor(clockAt(now)) - started + 1;
  let [known, arrived] = [0, soonest];
  return {
    quantile(q) {
      // From a lower one on: what lies far behind it is dear.
      const from = q < known ? soonest : arrived;
      [known, arrived] = [q, firstFrom(from, (steps) => lateAfter(steps) <= 1 - q)];
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
