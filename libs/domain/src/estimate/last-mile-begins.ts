import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { workingHoursBetween } from '../calendar/working-hours.ts';
import { firstWhere } from './firsts.ts';
import { leavingFrom, restOfStage, stepAt, type Rest, type RoadSums } from './road-sums.ts';
import { reachedBy } from './stage-sums.ts';

/** While more than so many of those that came to a stage are in it, few of its cells are over. */
const MOST = 0.5;

/**
 * P(the last mile has begun by so many steps after an origin), of a parcel that is in its present stage until `heardUntil` at least. What has
 * gone on untold has gone on by the origin: only so is a shorter road never predicted to take longer.
 * @param since when the present stage began
 * @param origin a step of the grid
 */
export function lastMileBegins(
  sums: RoadSums,
  since: Instant,
  heardUntil: Instant,
  origin: number,
): (steps: number) => number {
  const rest = restOfStage(sums, since, heardUntil);
  const { beyond, masses } = rest.cells;
  const isOfAll = (beyond[rest.first] ?? 0) > MOST && isOpenFor(sums, since, masses.length);
  return isOfAll
    ? begunOfAll(sums, rest, stepAt(since, sums) - origin)
    : begunByCells(sums, rest, heardUntil, origin);
}

function isOpenFor({ calendar, step }: RoadSums, since: Instant, steps: number): boolean {
  const hours = steps * step;
  return workingHoursBetween(calendar, since, since + hours * HOUR_MS) === hours;
}

/**
 * From the sum of the present stage and those after it, which all parcels of the road share, less what did not happen: few cells of the
 * stage are over.
 * @param began the step in which the stage began, after the origin
 */
function begunOfAll(
  { between, through }: RoadSums,
  { cells: { masses, beyond }, first }: Rest,
  began: number,
): (steps: number) => number {
  const all = beyond[first] ?? 0;
  const over = Math.max(first, -began);
  const untold = all - (beyond[over] ?? 0);
  return (steps) => {
    let begun = reachedBy(through, steps - began) + untold * reachedBy(between, steps);
    for (let cell = 0; cell < over; cell++)
      begun -= (masses[cell] ?? 0) * reachedBy(between, steps - began - cell);
    return begun / all;
  };
}

/** Cell by cell of what is left of the stage, each of which is over when its calendar says so. @param from when it is left */
function begunByCells(sums: RoadSums, rest: Rest, from: Instant, origin: number): (steps: number) => number {
  const { between } = sums;
  const { masses, beyond } = rest.cells;
  const leavesAt = leavingFrom(sums, rest, from);
  const all = beyond[rest.first] ?? 0;
  /** In which step each cell is over, from the first that is not over yet; as far as anybody has asked. */
  const over: number[] = [];
  const overBy = (steps: number): number => {
    while ((over.at(-1) ?? -1) <= steps && rest.first + over.length < masses.length)
      over.push(Math.max(0, stepAt(leavesAt(rest.first + over.length), sums) - origin));
    return firstWhere(0, over.length, (cell) => (over[cell] ?? 0) > steps);
  };
  return (steps) => {
    let begun = 0;
    for (let cell = overBy(steps) - 1; cell >= 0; cell--) {
      const reached = reachedBy(between, steps - (over[cell] ?? 0));
      if (reached === 1) return (begun + all - (beyond[rest.first + cell + 1] ?? 0)) / all;
      begun += (masses[rest.first + cell] ?? 0) * reached;
    }
    return begun / all;
  };
}
