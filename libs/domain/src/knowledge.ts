import type { CalendarOf } from './calendar/stage-calendar.ts';
import { workedOn, type WorkingCalendar } from './calendar/working-calendar.ts';
import { DEFAULT_MODE, calendarOf, priorDwell } from './chain.ts';
import { priorDistribution, type DwellDistribution } from './dwell/dwell-distribution.ts';
import { laneKeyOf, providerOf } from './dwell/dwell-keys.ts';
import type { LaneModel } from './dwell/dwell-model.ts';
import type { Stage, TimedStage, TransportMode } from './legs/leg.ts';
import type { ParcelFacts } from './parcel/parcel-facts.ts';

/**
 * What has been learned from other parcels, and when companies work: handed to rules and estimates, which never look
 * anything up themselves. A snapshot: the same parcel gets the same answers while it is in force.
 */
export interface Knowledge {
  /** How long a parcel with such facts stays in a stage or final phase, in working hours of the stage's calendar. */
  dwellOf(stage: TimedStage, facts: ParcelFacts): DwellDistribution;
  calendarOf(stage: Stage, facts: ParcelFacts): WorkingCalendar;
}

const priors = new Map<string, DwellDistribution>();

/** Knows nothing but the chain's priors and default calendars. */
export const priorKnowledge: Knowledge = {
  dwellOf: (stage, { mode }) => priorOf(stage, mode ?? DEFAULT_MODE),
  calendarOf: (stage) => calendarOf(stage),
};

/** Knows the models of lanes beside calendars; of what no model tells, the chain's priors. */
export const learnedKnowledge = (
  models: { get(lane: string): LaneModel | undefined },
  calendarOf: CalendarOf,
): Knowledge => {
  // Rules and estimates ask dozens of times about one parcel before they come to the next.
  let asked: { readonly facts: ParcelFacts; readonly model: LaneModel | undefined } | undefined;
  const modelOf = (facts: ParcelFacts): LaneModel | undefined => {
    if (asked?.facts !== facts) asked = { facts, model: models.get(laneKeyOf(facts)) };
    return asked.model;
  };
  return {
    dwellOf(stage, facts) {
      const key = { provider: providerOf(stage, facts), route: facts.routeKey ?? '' };
      return modelOf(facts)?.dwellOf(stage, key) ?? priorKnowledge.dwellOf(stage, facts);
    },
    calendarOf(stage, facts) {
      const weekdays = modelOf(facts)?.weekdaysOf(stage, providerOf(stage, facts)) ?? null;
      const calendar = calendarOf(stage, facts);
      return weekdays === null ? calendar : workedOn(calendar, weekdays);
    },
  };
};

function priorOf(stage: TimedStage, mode: TransportMode): DwellDistribution {
  const key = stage === 'trunk_line' ? mode : stage;
  const known = priors.get(key) ?? priorDistribution(priorDwell(stage, mode));
  priors.set(key, known);
  return known;
}
