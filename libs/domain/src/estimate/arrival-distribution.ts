import { type WorkingCalendar } from '../calendar/working-calendar.ts';
import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { workingHoursBetween, workingInstants } from '../calendar/working-hours.ts';
import { DEFAULT_MODE, isFinalPhase, stageOf } from '../chain.ts';
import type { FinalPhase, TransportMode } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { RemainingRoad } from './remaining-road.ts';
import { cumulativeOf, stageMasses } from './stage-sums.ts';

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
 * later stages, all independent; their closed days stretch them evenly, since on which they fall is not known yet.
 * Sums are convolutions on one grid, so that a shorter road is never predicted to take longer.
 */
export function arrivalDistribution(
  road: RemainingRoad,
  { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>,
  now: Instant,
): ArrivalDistribution {
  const step = stepHours(road, facts.mode);
  const stepMs = step * HOUR_MS;
  const { masses, first, at: leaves } = departureAt(road, { facts, knowledge }, now, step);
  const later = cumulativeOf(laterStages(road, { facts, knowledge }), step);
  const left = sumFrom(masses, first);

  const arrivedBy = (at: Instant): number => {
    let probability = 0;
    for (let cell = first; cell < masses.length; cell++) {
      const since = at - (leaves[cell] ?? 0);
      if (since < 0) break;
      probability +=
        (masses[cell] ?? 0) * (later[Math.min(Math.floor(since / stepMs), later.length - 1)] ?? 1);
    }
    return Math.min(1, probability / left);
  };

  const origin = Math.max((leaves[first] ?? now) - stepMs, now);
  const longest = ((leaves.at(-1) ?? now) - origin) / stepMs + later.length;
  return {
    quantile(q) {
      let low = 1;
      let high = Math.ceil(longest);
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (arrivedBy(origin + middle * stepMs) >= q) high = middle;
        else low = middle + 1;
      }
      return Math.round(origin + low * stepMs);
    },
    after: (at) => (at <= now ? 1 : 1 - arrivedBy(at)),
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
  const stepMs = step * HOUR_MS;
  const { masses, first, at } = departureAt(road, view, road.since, step);
  const later = cumulativeOf(laterStages(road, view), step);
  const tooLate = (leaving: Instant): number =>
    leaving > promised
      ? 1
      : 1 - (later[Math.min(Math.floor((promised - leaving) / stepMs), later.length - 1)] ?? 1);

  const capped = Math.min(masses.length - 1, Math.ceil(capOf(road, view) / step));
  let left = 0;
  let late = 0;
  let since = null as Instant | null;
  for (let cell = masses.length - 1; cell >= first; cell--) {
    const mass = masses[cell] ?? 0;
    left += mass;
    late += mass * tooLate(at[cell] ?? promised);
    if (cell > capped) continue;
    if (late < p * left) return since ?? lateBeyondCap(road, view, promised, p, at[cell] ?? road.since);
    since = cell === first ? road.since : (at[cell - 1] ?? road.since);
  }
  return since ?? road.since;
}

/** Beyond the cap the rest of the stage is the same at every instant, and only the promise comes nearer. */
function lateBeyondCap(
  road: RemainingRoad,
  view: Pick<ParcelView, 'facts' | 'knowledge'>,
  promised: Instant,
  p: number,
  from: Instant,
): Instant {
  let low = from;
  let high = Math.max(from, promised);
  while (high - low > HOUR_MS) {
    const middle = (low + high) / 2;
    if (arrivalDistribution(road, view, middle).after(promised) >= p) high = middle;
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
  const masses = stageMasses(knowledge.dwellOf(road.current, facts), step);
  const first = Math.min(masses.length - 1, Math.ceil(elapsed / step));
  const at = workingInstants(calendar, now, { stepHours: step, offsetHours: elapsed, count: masses.length });
  return { masses, first, at };
}

function capOf(road: RemainingRoad, { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>): number {
  return knowledge.dwellOf(road.current, facts).healthyQuantile(CAP);
}

const laterStages = (road: RemainingRoad, { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>) =>
  road.later.map((stage) => ({
    dwell: knowledge.dwellOf(stage, facts),
    stretch: stretchOf(knowledge.calendarOf(stageOf(stage), facts)),
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
