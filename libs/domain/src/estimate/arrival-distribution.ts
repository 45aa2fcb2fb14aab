import { everyDay, type WorkingCalendar } from '../calendar/working-calendar.ts';
import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import {
  afterWorkingHours,
  workingHoursBetween,
  workingHoursSince,
  workingInstants,
} from '../calendar/working-hours.ts';
import { DEFAULT_MODE, isFinalPhase, stageOf } from '../chain.ts';
import type { FinalPhase, TransportMode } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { RemainingRoad } from './remaining-road.ts';
import { cumulativeOf, longMasses, stageMasses } from './stage-sums.ts';

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

/** How a parcel leaves its present stage: the chance of each cell of working time, and the instant that it stands for. */
interface Departure {
  readonly masses: Float64Array;
  /** The first cell that is still possible. */
  readonly first: number;
  /** The instant at which each cell is over. */
  readonly at: Float64Array;
}

/**
 * The arrival at the end of the road: the rest of the present stage by its calendar, given how long it has lasted, plus the
 * later stages, all independent. Couriers have their days off as they fall; the closed days of other stages ahead stretch these
 * evenly, since on which they fall is not known yet.
 * Sums are convolutions on one grid, so that a shorter road is never predicted to take longer.
 * @param heardUntil until when silence says that the parcel has not left its stage: what happened later may be untold
 */
export function arrivalDistribution(
  road: RemainingRoad,
  { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>,
  now: Instant,
  heardUntil: Instant = now,
): ArrivalDistribution {
  const step = stepHours(road, facts.mode);
  const stepMs = step * HOUR_MS;
  const { masses, first, at: leaves } = departureAt(road, { facts, knowledge }, heardUntil, step);
  const clock = clockOf(road, { facts, knowledge });
  const later = cumulativeOf(laterStages(road, { facts, knowledge }, clock), step);
  const left = sumFrom(masses, first);

  // What has gone on untold has gone on by now: only so is a shorter road never predicted to take longer.
  const origin = Math.max((leaves[first] ?? now) - stepMs, now);
  const hoursSince = workingHoursSince(clock, origin);
  // To the nearest step, as the masses are.
  const leavesAfter = Int32Array.from(leaves, (at) => Math.round(hoursSince(at) / step));
  const longest = (leavesAfter.at(-1) ?? 0) + later.length;

  /** P(arrival within so many steps of the origin, by the clock of the last mile). */
  const arrivedWithin = (steps: number): number => {
    let probability = 0;
    for (let cell = first; cell < masses.length; cell++) {
      const rest = steps - (leavesAfter[cell] ?? 0);
      if (rest < 0) break;
      probability += (masses[cell] ?? 0) * (rest < later.length ? (later[rest] ?? 1) : 1);
    }
    return Math.min(1, probability / left);
  };
  return {
    quantile(q) {
      let low = 1;
      let high = longest;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (arrivedWithin(middle) >= q) high = middle;
        else low = middle + 1;
      }
      return Math.round(afterWorkingHours(clock, origin, low * step));
    },
    after: (at) => (at <= now ? 1 : 1 - arrivedWithin(Math.floor(hoursSince(at) / step))),
  };
}

/**
 * Since when, if no scan comes, P(arrival > promised) is at least `p` (0..1, exclusive): the longer a parcel stays in its stage,
 * the later it arrives, so that this happens once and lasts.
 */
export function lateFrom(
  road: RemainingRoad,
  view: Pick<ParcelView, 'facts' | 'knowledge'>,
  promised: Instant,
  p: number,
): Instant {
  const step = stepHours(road, view.facts.mode);
  const { masses, first, at } = departureAt(road, view, road.since, step);
  const clock = clockOf(road, view);
  const later = cumulativeOf(laterStages(road, view, clock), step);
  const hoursUntil = workingHoursSince(clock, road.since);
  const promisedHours = hoursUntil(promised);
  const tooLate = (leaving: Instant): number => {
    if (leaving > promised) return 1;
    const steps = Math.floor((promisedHours - hoursUntil(leaving)) / step);
    return 1 - (later[Math.min(steps, later.length - 1)] ?? 1);
  };

  const capped = Math.min(masses.length - 1, Math.ceil(capOf(road, view) / step));
  let left = 0;
  let late = 0;
  let since = null as Instant | null;
  for (let cell = masses.length - 1; cell >= first; cell--) {
    const mass = masses[cell] ?? 0;
    left += mass;
    late += mass * tooLate(at[cell] ?? promised);
    if (cell > capped) continue;
    if (late < p * left) return since ?? lateWhileWaiting(road, view, promised, p, at[cell] ?? road.since);
    since = cell === first ? road.since : (at[cell - 1] ?? road.since);
  }
  return since ?? road.since;
}

/**
 * The same, to the hour, from an instant on at which the rest of the stage is the same at every later one, and only the promise comes
 * nearer: beyond the cap, or before the first stage.
 */
export function lateWhileWaiting(
  road: RemainingRoad,
  view: Pick<ParcelView, 'facts' | 'knowledge'>,
  promised: Instant,
  p: number,
  from: Instant,
): Instant {
  const isLikelyLate = (at: Instant): boolean => arrivalDistribution(road, view, at).after(promised) >= p;
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

function departureAt(
  road: RemainingRoad,
  { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>,
  now: Instant,
  step: number,
): Departure {
  const calendar = knowledge.calendarOf(stageOf(road.current), facts);
  const elapsed = Math.min(workingHoursBetween(calendar, road.since, now), capOf(road, { facts, knowledge }));
  const dwell = knowledge.dwellOf(road.current, facts);
  const masses = (elapsed > dwell.healthyQuantile(LONG) ? longMasses : stageMasses)(dwell, step);
  const first = Math.min(masses.length - 1, Math.ceil(elapsed / step));
  const at = workingInstants(calendar, now, { stepHours: step, offsetHours: elapsed, count: masses.length });
  return { masses, first, at };
}

function capOf(road: RemainingRoad, { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>): number {
  return knowledge.dwellOf(road.current, facts).healthyQuantile(CAP);
}

/** By whose hours the stages ahead are added up: those of the last mile where it lies ahead, as it comes last and parcels wait for it. */
function clockOf(road: RemainingRoad, { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>) {
  const endsAtTheDoor = road.later.some((stage) => stageOf(stage) === 'last_mile');
  return endsAtTheDoor ? knowledge.calendarOf('last_mile', facts) : everyDay;
}

const laterStages = (
  road: RemainingRoad,
  { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>,
  clock: WorkingCalendar,
) =>
  road.later.map((stage) => ({
    dwell: knowledge.dwellOf(stage, facts),
    stretch: stretchOf(knowledge.calendarOf(stageOf(stage), facts)) / stretchOf(clock),
  }));

/** Elapsed hours for a working hour, in an ordinary week. */
const stretchOf = (calendar: WorkingCalendar): number => 7 / calendar.weekdays.length;

function stepHours(road: RemainingRoad, mode: TransportMode | null): number {
  if (isFinalPhase(road.current)) return stepHoursByPhase[road.current];
  return stepHoursByMode[road.lane === 'domestic' ? 'express' : (mode ?? DEFAULT_MODE)];
}

function sumFrom(masses: Float64Array, first: number): number {
  let sum = 0;
  for (let cell = first; cell < masses.length; cell++) sum += masses[cell] ?? 0;
  return sum;
}
