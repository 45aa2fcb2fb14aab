import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { everyDay, type WorkingCalendar } from '../calendar/working-calendar.ts';
import { workingClockOf, workingHoursBetween, workingInstantsSince } from '../calendar/working-hours.ts';
import { DEFAULT_MODE, isFinalPhase, stageOf } from '../chain.ts';
import type { DwellDistribution } from '../dwell/dwell-distribution.ts';
import type { FinalPhase, TimedStage, TransportMode } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { RemainingRoad } from './remaining-road.ts';
import { longCells, stageCells, sumOf, type Cells, type StageSum } from './stage-sums.ts';

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

/** What arrivals at the end of one road are added up from, at whatever instant. */
export interface RoadSums {
  /** Width of a cell in hours. */
  readonly step: number;
  /** Of the present stage. */
  readonly dwell: DwellDistribution;
  readonly calendar: WorkingCalendar;
  /** The stages ahead up to the last mile, in elapsed time: on which of their closed weekdays a parcel comes is seldom known yet. */
  readonly between: StageSum;
  /** The present stage and those: where its calendar has no day off, when a parcel that has just come to it gets to the last mile. */
  readonly through: StageSum;
  /** The last mile where it lies ahead, by its own days: it comes last, and parcels wait for it. */
  readonly last: StageSum;
  readonly clock: WorkingCalendar;
}

/** The sums of a road, whenever its present stage began. */
export function roadSums(
  { lane, current, later }: Pick<RemainingRoad, 'lane' | 'current' | 'later'>,
  { facts, knowledge }: Pick<ParcelView, 'facts' | 'knowledge'>,
): RoadSums {
  const step = stepHours(current, lane === 'domestic' ? 'express' : facts.mode);
  const door = later.findIndex((stage) => stageOf(stage) === 'last_mile');
  const between = door === -1 ? later : later.slice(0, door);
  const last = door === -1 ? [] : later.slice(door);
  const dwellOf = (stage: TimedStage) => knowledge.dwellOf(stage, facts);
  const stretched = between.map((stage) => ({
    dwell: dwellOf(stage),
    stretch: stretchOf(knowledge.calendarOf(stageOf(stage), facts)),
  }));
  const dwell = dwellOf(current).present;
  return {
    step,
    dwell,
    calendar: knowledge.calendarOf(stageOf(current), facts),
    between: sumOf(stretched, step),
    through: sumOf([{ dwell, stretch: 1 }, ...stretched], step),
    last: sumOf(
      last.map((stage) => ({ dwell: dwellOf(stage), stretch: 1 })),
      step,
    ),
    clock: last.length === 0 ? everyDay : knowledge.calendarOf('last_mile', facts),
  };
}

/** What is left of the present stage: its cells from `first` on, after `elapsed` hours in it. */
export interface Rest {
  readonly cells: Cells;
  readonly first: number;
  readonly elapsed: number;
}

/** What is left of the present stage at an instant. @param since when it began */
export function restOfStage({ step, dwell, calendar }: RoadSums, since: Instant, until: Instant): Rest {
  const elapsed = Math.min(workingHoursBetween(calendar, since, until), capOf(dwell));
  const cells = (elapsed > dwell.healthyQuantile(LONG) ? longCells : stageCells)(dwell, step);
  return { cells, first: Math.min(cells.masses.length - 1, Math.ceil(elapsed / step)), elapsed };
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

/** The last cell of a present stage that says more of what remains than the one before it. */
export function cappedCell({ step, dwell }: RoadSums, masses: Float64Array): number {
  return Math.min(masses.length - 1, Math.ceil(capOf(dwell) / step));
}

/** The step of the grid that an instant lies nearest to: one grid for all roads, so that what is later in one is in any other. */
export const stepAt = (at: Instant, { step }: Pick<RoadSums, 'step'>): number =>
  Math.round(at / HOUR_MS / step);

/** Reads the clock of the last mile, in steps (fractional) from a fixed instant on. */
export function clockOf({ step, clock }: Pick<RoadSums, 'step' | 'clock'>): Clock {
  const working = workingClockOf(clock);
  const stepMs = step * HOUR_MS;
  return {
    at: (at) => working.hoursAt(at) / step,
    afterSteps: (steps) => Math.round(working.hoursAt(steps * stepMs) / step),
    lastSteps: (shown) => Math.ceil(working.firstAt((shown + 0.5) * step) / stepMs) - 1,
  };
}

export interface Clock {
  /** What it shows at an instant. */
  at(at: Instant): number;
  /** What it shows at a step of the grid, to the nearest step of its own. */
  afterSteps(steps: number): number;
  /** The last step of the grid after which that is no more than so many. */
  lastSteps(shown: number): number;
}

function capOf(dwell: DwellDistribution): number {
  return dwell.healthyQuantile(CAP);
}

/** Elapsed hours for a working hour, in an ordinary week. */
const stretchOf = (calendar: WorkingCalendar): number => 7 / calendar.weekdays.length;

function stepHours(current: TimedStage, mode: TransportMode | null): number {
  return isFinalPhase(current) ? stepHoursByPhase[current] : stepHoursByMode[mode ?? DEFAULT_MODE];
}
