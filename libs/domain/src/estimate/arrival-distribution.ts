import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { everyDay, type WorkingCalendar } from '../calendar/working-calendar.ts';
import {
  afterWorkingHours,
  workingHoursBetween,
  workingHoursSince,
  workingInstantsSince,
} from '../calendar/working-hours.ts';
import { DEFAULT_MODE, isFinalPhase, stageOf } from '../chain.ts';
import type { DwellDistribution } from '../dwell/dwell-distribution.ts';
import type { FinalPhase, TimedStage, TransportMode } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { RemainingRoad } from './remaining-road.ts';
import { cumulativeOf, longCells, stageCells, type Cells } from './stage-sums.ts';

/** Width of a grid cell in hours for a parcel in its final phase: on a round, it may be delivered any minute. */
const stepHoursByPhase: Readonly<Record<FinalPhase, number>> = {
  out_for_delivery: 0.25,
  available_for_pickup: 0.5,
};

// The same for the others: slow modes need no fine grid, and their sums would be long.
const stepHoursByMode: Readonly<Record<TransportMode, number>> = {
  express: 2,
  economy_air: 2,
  truck: 6,
  rail: 6,
  ocean: 6,
};

/** Time in a stage beyond this quantile tells nothing more about what remains. */
const CAP = 0.999;

/** Beyond this quantile something may have stopped the parcel; what just came into the stage is seen as from the stages before it. */
const LONG = 0.95;

/** So often is guessed where a promise becomes unlikely before what lies between is halved. */
const MOST_LOOKS = 3;

/** By so many steps at most P(arrival > promised) of a parcel that waits wavers, as each cell is rounded by itself. */
const WAVERING = 2;

/** Distribution of an arrival instant, later than the `now` it was made for. */
export interface ArrivalDistribution {
  /** The earliest instant by which the parcel has arrived with probability `q` (0..1, exclusive). */
  quantile(q: number): Instant;
  /** P(arrival > at). */
  after(at: Instant): number;
}

/** What arrivals at the end of one road are added up from, at whatever instant. */
export interface RoadSums {
  /** Width of a cell in hours. */
  readonly step: number;
  /** Of the present stage. */
  readonly dwell: DwellDistribution;
  readonly calendar: WorkingCalendar;
  /** By whose hours the stages ahead are added up: those of the last mile where it lies ahead, as it comes last and parcels wait for it. */
  readonly clock: WorkingCalendar;
  /** P(the stages ahead take at most i steps of the clock), for each i; the last is 1. */
  readonly later: Float64Array;
}

/** The sums of a road, whenever its present stage began. */
export function roadSums(
  { lane, current, later }: Pick<RemainingRoad, 'lane' | 'current' | 'later'>,
  { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>,
): RoadSums {
  const step = stepHours(current, lane === 'domestic' ? 'express' : facts.mode);
  const endsAtTheDoor = later.some((stage) => stageOf(stage) === 'last_mile');
  const clock = endsAtTheDoor ? knowledge.calendarOf('last_mile', facts) : everyDay;
  const stages = later.map((stage) => ({
    dwell: knowledge.dwellOf(stage, facts),
    stretch: stretchOf(knowledge.calendarOf(stageOf(stage), facts)) / stretchOf(clock),
  }));
  return {
    step,
    dwell: knowledge.dwellOf(current, facts).present,
    calendar: knowledge.calendarOf(stageOf(current), facts),
    clock,
    later: cumulativeOf(stages, step),
  };
}

/** What is left of the present stage: its cells from `first` on, after `elapsed` hours in it. */
interface Rest {
  readonly cells: Cells;
  readonly first: number;
  readonly elapsed: number;
}

/**
 * The arrival at the end of the road: the rest of the present stage by its calendar, given how long it has lasted, plus the
 * later stages, all independent. Couriers have their days off as they fall; the closed days of other stages ahead stretch these
 * evenly, since on which they fall is not known yet.
 * Sums are convolutions on one grid, so that a shorter road is never predicted to take longer.
 * @param since when the present stage began
 * @param heardUntil until when silence says that the parcel has not left its stage: what happened later may be untold
 */
export function arrivalDistribution(
  sums: RoadSums,
  since: Instant,
  now: Instant,
  heardUntil: Instant = now,
): ArrivalDistribution {
  const arrival = arrivalAfter(sums, restOfStage(sums, since, heardUntil), now, heardUntil);
  return {
    quantile: (q) =>
      Math.round(afterWorkingHours(sums.clock, arrival.origin, arrival.stepsFor(q) * sums.step)),
    after: (at) => (at <= now ? 1 : arrival.lateAfter(arrival.stepsUntil(at))),
  };
}

/** An arrival as it is added up: by the clock of the stages ahead, in steps after an origin. */
interface Arrival {
  readonly origin: Instant;
  /** The steps of the clock that are over by an instant. */
  stepsUntil(at: Instant): number;
  /** P(arrival after more than so many steps). */
  lateAfter(steps: number): number;
  /** The fewest steps within which the parcel has arrived with probability `q`. */
  stepsFor(q: number): number;
}

function arrivalAfter(sums: RoadSums, rest: Rest, now: Instant, heardUntil: Instant): Arrival {
  const { step, calendar, clock, later } = sums;
  const { elapsed, first } = rest;
  const { masses, beyond } = rest.cells;
  const left = beyond[first] ?? 0;
  const leavesAfter = workingInstantsSince(calendar, heardUntil);
  const leavesAt = (cell: number): Instant => leavesAfter(Math.max(0, cell * step - elapsed));
  // What has gone on untold has gone on by now: only so is a shorter road never predicted to take longer.
  const firstLeaves = leavesAt(first);
  const origin = Math.max(firstLeaves - step * HOUR_MS, now);
  const hoursSince = workingHoursSince(clock, origin);

  /** The steps after which each cell from the first on is over, to the nearest as the masses are; as far as anybody has asked. */
  let last = Math.round(hoursSince(firstLeaves) / step);
  const leaves: number[] = [last];
  const countLeaving = (steps: number): number => {
    while (last <= steps && first + leaves.length < masses.length) {
      last = Math.round(hoursSince(leavesAt(first + leaves.length)) / step);
      leaves.push(last);
    }
    let low = 0;
    let high = leaves.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((leaves[middle] ?? 0) <= steps) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const lateAfter = (steps: number): number => {
    const count = countLeaving(steps);
    let late = beyond[first + count] ?? 0;
    for (let nth = count - 1; nth >= 0; nth--) {
      const stepsAhead = steps - (leaves[nth] ?? 0);
      if (stepsAhead >= later.length - 1) break;
      late += (masses[first + nth] ?? 0) * (1 - (later[stepsAhead] ?? 1));
    }
    return late / left;
  };
  let [known, knownSteps] = [0, 1];
  return {
    origin,
    stepsUntil: (at) => Math.floor(hoursSince(at) / step),
    lateAfter,
    stepsFor(q) {
      const least = Math.max(q < known ? 1 : knownSteps, (leaves[0] ?? 0) + firstReaching(later, q));
      [known, knownSteps] = [q, firstFrom(least, (steps) => lateAfter(steps) <= 1 - q)];
      return knownSteps;
    },
  };
}

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
  const { step, dwell, calendar, clock, later } = sums;
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
  const capped = cappedCell(dwell, step, masses);
  let lateSince = leaves.length <= capped ? (leaves.at(-1) ?? since) : null;
  const hoursUntil = workingHoursSince(clock, since);
  const promisedHours = hoursUntil(promised);
  for (let cell = leaves.length - 1; cell >= 0; cell--) {
    const leaving = leaves[cell] ?? since;
    const steps = Math.floor((promisedHours - hoursUntil(leaving)) / step);
    late += (masses[cell] ?? 0) * (1 - (later[Math.min(steps, later.length - 1)] ?? 1));
    if (cell > capped) continue;
    if (late < p * (beyond[cell] ?? 0)) return lateSince ?? lateWhileWaiting(sums, since, promise, leaving);
    lateSince = leaves[cell - 1] ?? since;
  }
  return lateSince ?? since;
}

/**
 * Whether a parcel that is still in its stage at `until` comes in time with more than 1 - `p`: those are left out of {@link lateFrom}
 * and {@link lateWhileWaiting} whose answers are later. A few of the next cells tell it, as most parcels have days to spare.
 * @param since when the present stage began; null where it has not
 */
export function isHardlyLate(
  { step, dwell, calendar, clock, later }: RoadSums,
  since: Instant | null,
  { promised, p, until }: Promised,
): boolean {
  const { masses, beyond } = stageCells(dwell, step);
  const first = since === null ? 0 : Math.floor(workingHoursBetween(calendar, since, until) / step) + 1;
  if (first > cappedCell(dwell, step, masses)) return false;
  const leavesAfter = workingInstantsSince(calendar, since ?? until);
  const hoursUntil = workingHoursSince(clock, since ?? until);
  const promisedHours = hoursUntil(promised) - (since === null ? WAVERING * step : 0);
  let missing = (1 - p) * (beyond[first] ?? 0);
  for (let cell = first; cell < masses.length && missing >= 0; cell++) {
    const leaves = leavesAfter(cell * step);
    const steps = Math.floor((promisedHours - hoursUntil(leaves)) / step);
    if (leaves > promised || steps < 0) return false;
    missing -= (masses[cell] ?? 0) * (later[Math.min(steps, later.length - 1)] ?? 1);
  }
  return missing < 0;
}

/**
 * The same, to the hour, from an instant on at which the rest of the stage is the same at every later one, and only the promise comes
 * nearer: beyond the cap, or before the first stage. How many steps of the clock are too few depends on where days off fall, and hardly
 * on anything else: as many as are too few at one instant tell where to look next. Where cells or days off make P(arrival > promised)
 * waver around `p`, it is one of the hours in which that is reached.
 */
export function lateWhileWaiting(
  sums: RoadSums,
  since: Instant,
  { promised, p, until }: Promised,
  from: Instant,
): Instant | null {
  if (from >= promised) return from;
  const rest = restOfStage(sums, since, from);
  const arrivalAt = (at: Instant): Arrival => arrivalAfter(sums, rest, at, at);
  let inTime = -Infinity;
  let late = promised;
  const isLate = (at: Instant, arrival?: Arrival): boolean => {
    if (at >= late) return true;
    const { lateAfter, stepsUntil } = arrival ?? arrivalAt(at);
    const is = lateAfter(stepsUntil(promised)) >= p;
    if (is) late = at;
    else inTime = Math.max(inTime, at);
    return is;
  };

  const hoursUntil = workingHoursSince(sums.clock, from);
  const promisedHours = hoursUntil(promised);
  const stepsLeft = (at: Instant): number => Math.floor((promisedHours - hoursUntil(at)) / sums.step);
  let looksAt = Math.max(from, Math.min(until, promised));
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const arrival = arrivalAt(looksAt);
    if (!isLate(looksAt, arrival) && looksAt >= until) return null;
    if (late <= from) return from;
    const enough = stepsEnough(arrival, promised, p);
    const [low, high] = halved(from, promised, (at) => at >= late || (at > inTime && stepsLeft(at) < enough));
    if (high < late) looksAt = high;
    else if (low > inTime && isLate(low)) looksAt = low;
    else break;
  }
  if (inTime < from && isLate(from)) return from;
  const [, found] = halved(from, promised, (at) => at >= late || (at > inTime && isLate(at)));
  return Math.round(found);
}

/** The fewest steps within which P(arrival later) is under `p`, looked for from those on that are left until a promise. */
function stepsEnough({ lateAfter, stepsUntil }: Arrival, promised: Instant, p: number): number {
  const isEnough = (steps: number): boolean => lateAfter(steps) < p;
  const left = stepsUntil(promised);
  return isEnough(left) ? firstWhere(0, left, isEnough) : firstFrom(left + 1, isEnough);
}

/** The hour in which a condition begins to hold that holds at `high` and not at `low`. */
function halved(
  low: Instant,
  high: Instant,
  holds: (at: Instant) => boolean,
): readonly [low: Instant, high: Instant] {
  while (high - low > HOUR_MS) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return [low, high];
}

function restOfStage({ step, dwell, calendar }: RoadSums, since: Instant, until: Instant): Rest {
  const elapsed = Math.min(workingHoursBetween(calendar, since, until), capOf(dwell));
  const cells = (elapsed > dwell.healthyQuantile(LONG) ? longCells : stageCells)(dwell, step);
  return { cells, first: Math.min(cells.masses.length - 1, Math.ceil(elapsed / step)), elapsed };
}

/** The last cell that says more of what remains than the one before it. */
function cappedCell(dwell: DwellDistribution, step: number, masses: Float64Array): number {
  return Math.min(masses.length - 1, Math.ceil(capOf(dwell) / step));
}

function capOf(dwell: DwellDistribution): number {
  return dwell.healthyQuantile(CAP);
}

/** The first of rising probabilities that is at least `q`, by its place. */
function firstReaching(probabilities: Float64Array, q: number): number {
  return firstWhere(0, probabilities.length - 1, (place) => (probabilities[place] ?? 1) >= q);
}

/** The first of `low` .. `high` at which a condition holds that, once it holds, holds at all later ones; `high` where it holds at none. */
function firstWhere(low: number, high: number, holds: (place: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first from `low` on at which such a condition holds; it has to hold at some. */
function firstFrom(low: number, holds: (place: number) => boolean): number {
  let [from, to] = [low, low];
  for (let width = 4; !holds(to); width *= 2) {
    from = to + 1;
    to += width;
  }
  return firstWhere(from, to, holds);
}

/** Elapsed hours for a working hour, in an ordinary week. */
const stretchOf = (calendar: WorkingCalendar): number => 7 / calendar.weekdays.length;

function stepHours(current: TimedStage, mode: TransportMode | null): number {
  return isFinalPhase(current) ? stepHoursByPhase[current] : stepHoursByMode[mode ?? DEFAULT_MODE];
}
