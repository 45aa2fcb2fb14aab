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
    dwell: knowledge.dwellOf(current, facts),
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
  return arrivalAfter(sums, restOfStage(sums, since, heardUntil), now, heardUntil);
}

function arrivalAfter(sums: RoadSums, rest: Rest, now: Instant, heardUntil: Instant): ArrivalDistribution {
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

  /** After how many steps, by the clock, each cell from the first on is over; to the nearest, as the masses are. As far as asked for. */
  const leaves: number[] = [Math.round(hoursSince(firstLeaves) / step)];
  const countLeaving = (steps: number): number => {
    let count = leaves.length;
    if ((leaves[count - 1] ?? 0) <= steps) {
      while (first + count < masses.length) {
        const next = Math.round(hoursSince(leavesAt(first + count)) / step);
        leaves.push(next);
        if (next > steps) return count;
        count += 1;
      }
      return count;
    }
    while (count > 0 && (leaves[count - 1] ?? 0) > steps) count -= 1;
    return count;
  };

  /** P(arrival later than so many steps of the clock after the origin). */
  const lateAfter = (steps: number): number => {
    const count = countLeaving(steps);
    let late = beyond[first + count] ?? 0;
    for (let nth = count - 1; nth >= 0; nth--) {
      const rest = steps - (leaves[nth] ?? 0);
      if (rest >= later.length - 1) break;
      late += (masses[first + nth] ?? 0) * (1 - (later[rest] ?? 1));
    }
    return late / left;
  };
  return {
    quantile(q) {
      let low = (leaves[0] ?? 0) + firstReaching(later, q);
      let high = low;
      for (let width = 4; lateAfter(high) > 1 - q; width *= 2) {
        low = high + 1;
        high += width;
      }
      while (low < high) {
        const middle = (low + high) >> 1;
        if (lateAfter(middle) > 1 - q) low = middle + 1;
        else high = middle;
      }
      return Math.round(afterWorkingHours(clock, origin, Math.max(1, low) * step));
    },
    after: (at) => (at <= now ? 1 : lateAfter(Math.floor(hoursSince(at) / step))),
  };
}

/**
 * Since when, if no scan comes, P(arrival > promised) is at least `p` (0..1, exclusive): the longer a parcel stays in its stage,
 * the later it arrives, so that this happens once and lasts.
 * @param since when the present stage began
 */
export function lateFrom(sums: RoadSums, since: Instant, promised: Instant, p: number): Instant {
  const { step, dwell, calendar, clock, later } = sums;
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
  const capped = Math.min(masses.length - 1, Math.ceil(capOf(dwell) / step));
  let lateSince = leaves.length <= capped ? (leaves.at(-1) ?? since) : null;
  const hoursUntil = workingHoursSince(clock, since);
  const promisedHours = hoursUntil(promised);
  for (let cell = leaves.length - 1; cell >= 0; cell--) {
    const leaving = leaves[cell] ?? since;
    const steps = Math.floor((promisedHours - hoursUntil(leaving)) / step);
    late += (masses[cell] ?? 0) * (1 - (later[Math.min(steps, later.length - 1)] ?? 1));
    if (cell > capped) continue;
    if (late < p * (beyond[cell] ?? 0))
      return lateSince ?? lateWhileWaiting(sums, since, promised, p, leaving);
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
  promised: Instant,
  p: number,
  from: Instant,
): Instant {
  const rest = restOfStage(sums, since, from);
  const isLikelyLate = (at: Instant): boolean => arrivalAfter(sums, rest, at, at).after(promised) >= p;
  if (isLikelyLate(from)) return from;
  let low = from;
  let high = Math.max(from, promised);
  while (high - low > HOUR_MS) {
    const middle = (low + high) / 2;
    if (isLikelyLate(middle)) high = middle;
    else low = middle;
  }
  return Math.round(high);
}

function restOfStage({ step, dwell, calendar }: RoadSums, since: Instant, until: Instant): Rest {
  const elapsed = Math.min(workingHoursBetween(calendar, since, until), capOf(dwell));
  const cells = (elapsed > dwell.healthyQuantile(LONG) ? longCells : stageCells)(dwell, step);
  return { cells, first: Math.min(cells.masses.length - 1, Math.ceil(elapsed / step)), elapsed };
}

function capOf(dwell: DwellDistribution): number {
  return dwell.healthyQuantile(CAP);
}

/** The first of rising probabilities that is at least `q`, by its place. */
function firstReaching(probabilities: Float64Array, q: number): number {
  let low = 0;
  let high = probabilities.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((probabilities[middle] ?? 1) >= q) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Elapsed hours for a working hour, in an ordinary week. */
const stretchOf = (calendar: WorkingCalendar): number => 7 / calendar.weekdays.length;

function stepHours(current: TimedStage, mode: TransportMode | null): number {
  return isFinalPhase(current) ? stepHoursByPhase[current] : stepHoursByMode[mode ?? DEFAULT_MODE];
}
