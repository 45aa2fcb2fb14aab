import type { CalendarOf } from './calendar/stage-calendar.ts';
import { workedOn, type WorkingCalendar } from './calendar/working-calendar.ts';
import { DEFAULT_MODE, calendarOf, priorDwell } from './chain.ts';
import { priorDistribution, type DwellDistribution } from './dwell/dwell-distribution.ts';
import { laneKeyOf, providerOf } from './dwell/dwell-keys.ts';
import type { LaneModel } from './dwell/dwell-model.ts';
import { legs, type Stage, type TimedStage, type TransportMode } from './legs/leg.ts';
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

/**
 * Knows the models of lanes beside calendars; of what no model tells, the chain's priors.
 * @param calendarOf gives all parcels of a lane the same calendars
 */
export const learnedKnowledge = (
  models: { get(lane: string): LaneModel | undefined },
  calendarOf: CalendarOf,
): Knowledge => {
  // Rules and estimates ask dozens of times about one parcel before they come to the next.
  let last: { readonly facts: ParcelFacts; readonly asked: Asked } | undefined;
  const about = (facts: ParcelFacts): Asked => {
    if (last?.facts !== facts)
      last = { facts, asked: askedOf(models.get(laneKeyOf(facts)), calendarOf, facts) };
    return last.asked;
  };
  return {
    dwellOf(stage, facts) {
      const { model, dwells } = about(facts);
      const known = dwells.get(stage);
      if (known !== undefined) return known;
      const key = { provider: providerOf(stage, facts), route: facts.routeKey ?? '' };
      const dwell = model?.dwellOf(stage, key) ?? priorKnowledge.dwellOf(stage, facts);
      dwells.set(stage, dwell);
      return dwell;
    },
    calendarOf(stage, facts) {
      const { model, calendars } = about(facts);
      const known = calendars.get(stage);
      if (known !== undefined) return known;
      const weekdays = model?.weekdaysOf(stage, providerOf(stage, facts)) ?? null;
      const usual = calendarOf(stage, facts);
      const calendar = weekdays === null ? usual : workedOn(usual, weekdays);
      calendars.set(stage, calendar);
      return calendar;
    },
  };
};

/** What has been asked of parcels of one lane, route and companies, and answered. */
interface Asked {
  readonly model: LaneModel | undefined;
  readonly calendarOf: CalendarOf;
  readonly dwells: Map<TimedStage, DwellDistribution>;
  readonly calendars: Map<Stage, WorkingCalendar>;
}

/** By route and companies, for as long as a model is in force: parcels of one route get the same answers. */
const askedBefore = new WeakMap<LaneModel, Map<string, Asked>>();

function askedOf(model: LaneModel | undefined, calendarOf: CalendarOf, facts: ParcelFacts): Asked {
  if (model === undefined) return { model, calendarOf, dwells: new Map(), calendars: new Map() };
  let ofModel = askedBefore.get(model);
  if (ofModel === undefined) askedBefore.set(model, (ofModel = new Map<string, Asked>()));
  const name = routeAndCompanies(facts);
  let asked = ofModel.get(name);
  if (asked?.calendarOf !== calendarOf)
    ofModel.set(name, (asked = { model, calendarOf, dwells: new Map(), calendars: new Map() }));
  return asked;
}

function routeAndCompanies({ routeKey, carrier, carriers }: ParcelFacts): string {
  // No text that is kept has a NUL.
  let name = `${routeKey ?? ''}\0${carrier ?? ''}`;
  for (const leg of legs) if (carriers[leg] !== undefined) name += `\0${leg} ${carriers[leg]}`;
  return name;
}

function priorOf(stage: TimedStage, mode: TransportMode): DwellDistribution {
  const key = stage === 'trunk_line' ? mode : stage;
  const known = priors.get(key) ?? priorDistribution(priorDwell(stage, mode));
  priors.set(key, known);
  return known;
}
