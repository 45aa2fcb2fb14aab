import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { workingHoursBetween } from '../calendar/working-hours.ts';
import { leavingFrom, restOfStage, stepAt, type Rest, type RoadSums } from './road-sums.ts';
import { reachedBy, sumsUpToEach } from './stage-sums.ts';

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
  const { cumulative } = sums.between;
  const { masses, beyond } = rest.cells;
  const leavesAt = leavingFrom(sums, rest, from);
  const all = beyond[rest.first] ?? 0;
  const over: number[] = [];
  for (let cell = rest.first; cell < masses.length; cell++)
    over.push(Math.max(0, stepAt(leavesAt(cell), sums) - origin));
  /** P(the stage is over in each step). */
  const leaves = new Float64Array((over.at(-1) ?? 0) + 1);
  for (const [nth, step] of over.entries())
    leaves[step] = (leaves[step] ?? 0) + (masses[rest.first + nth] ?? 0) / all;
  const gone = sumsUpToEach(leaves);
  return (steps) => {
    // Who left before that has come through for certain.
    const first = Math.max(0, steps - cumulative.length + 1);
    let begun = first === 0 ? 0 : (gone[Math.min(first, gone.length) - 1] ?? 0);
    for (let at = Math.min(steps, leaves.length - 1); at >= first; at--)
      begun += (leaves[at] ?? 0) * (cumulative[steps - at] ?? 1);
    return begun;
  };
}
