import { DAY_MS, type Instant } from '../calendar/instant.ts';
import { afterWorkingHours } from '../calendar/working-hours.ts';
import { unitsIn, type UnitCount, type UnitStage } from '../dwell/counted-unit.ts';
import { priorDwell } from '../chain.ts';
import { laneFactsOf } from '../dwell/dwell-keys.ts';
import type { LaneModel } from '../dwell/dwell-model.ts';
import { priorStallThreshold } from '../dwell/stall-threshold.ts';
import type { Stage, TimedStage } from '../legs/leg.ts';
import { USUALLY_TOLD_WITHIN_MS } from '../parcel/told-within.ts';
import { LEAST_PARCELS, type Feed, type FoundIncident } from './find-incidents.ts';
import { incidentName, placeName } from './incident.ts';
import { lastWords } from './last-words.ts';
import { placeOf } from './place.ts';
import type { StageKnowledge } from './watch-stages.ts';

/**
 * Of units that nothing stops, one in so many is longer where it is: what flies together is one observation. A false incident hides
 * alarms: of ten flights a day it is one in three years.
 */
const ONE_IN = 10_000;
/** All but stragglers are there when it stops; when only stragglers are, it has gone on. */
const ALL_BUT = 0.1;
/** A unit that has gone on says for so long that others do. */
const REMEMBERED_MS = 14 * DAY_MS;
/** Of a unit of which nothing was told for so long nothing more will be. */
const FORGOTTEN_MS = 120 * DAY_MS;
/** Within this time a unit has as many parcels as it ever will: a thousand small bags a day are not remembered for longer. */
const FILLED_MS = 2 * DAY_MS;

/** A unit, and when it will have stopped unless something is heard of it; null while nothing is learned of where it is. */
export interface KnownUnit extends UnitCount {
  readonly stopsAt: Instant | null;
}

/**
 * What is known of a merchant's units once their counts have changed; those that matter no more are left out. When a unit will
 * have stopped is said when it is first heard of: later it would itself have been learned from.
 */
export function unitsAfter(
  known: readonly KnownUnit[],
  changes: readonly UnitCount[],
  knowledge: StageKnowledge,
  now: Instant,
): KnownUnit[] {
  const changed = changes.map((change) => ({ ...change, stopsAt: null }));
  const counts = unitsIn([...known, ...changed]).filter(({ members }) => members > 0);
  return [...Map.groupBy(counts, ({ unitId }) => unitId).values()].flatMap((unit) => {
    const isSmall = parcelsIn(unit) < LEAST_PARCELS;
    return unit
      .filter(
        (count) => count.since > now - (isSmall ? FILLED_MS : hasLeft(count) ? REMEMBERED_MS : FORGOTTEN_MS),
      )
      .map((count) => ({ ...count, stopsAt: count.stopsAt ?? stoppedFrom(count, knowledge) }));
  });
}

/**
 * Units that stand still: all of a unit's parcels, but for stragglers, are where its last scan left them for longer than all but one
 * in ten thousand units are, while another of its lane that was there later has gone on.
 * @param feeds while a provider says nothing, his units are known as of his last word
 * @param isOpen whether an incident of that name goes on: it ends when only stragglers are left
 */
export function stoppedUnits(
  known: readonly KnownUnit[],
  feeds: readonly Feed[],
  now: Instant,
  isOpen: (name: string) => boolean,
): FoundIncident[] {
  const heardUntil = lastWords(feeds, now);
  const units = [...Map.groupBy(known, ({ unitId }) => unitId).values()].flatMap(unitOf);
  const byLane = Map.groupBy(units, trunkOf);
  return units.flatMap((unit): FoundIncident[] => {
    const { unitId, flightOrVoyage, lane, stage, provider: carrier, members, gone, stopsAt } = unit;
    const place = placeOf({ lane, stage });
    const incident = {
      kind: 'unit_stopped' as const,
      scope: { ...place, carrier, unitId, flightOrVoyage },
    };
    const still = members - gone;
    const found = (since: Instant): FoundIncident => ({ ...incident, since, parcels: still });
    if (isOpen(incidentName(incident))) return hasLeft(unit) ? [] : [found(now)];
    if (still < LEAST_PARCELS || gone > ALL_BUT * members) return [];
    if (stopsAt === null || heardUntil(unit) < stopsAt) return [];
    const isAlone = (byLane.get(trunkOf(unit)) ?? []).some((other) => hasOvertaken(other, unit));
    return isAlone ? [found(stopsAt)] : [];
  });
}

const trunkOf = ({ lane }: UnitCount): string => placeName(placeOf({ lane, stage: 'trunk_line' }));

const parcelsIn = (unit: readonly UnitCount[]): number => unit.reduce((sum, { members }) => sum + members, 0);

/** A unit as its last scan leaves it; parcels that have not heard that scan have not gone on either. */
function unitOf(parts: readonly KnownUnit[]): KnownUnit[] {
  const last = Math.max(...parts.map(({ since }) => since));
  const [most] = parts.filter(({ since }) => since === last).sort((a, b) => b.members - a.members);
  if (most === undefined) return [];
  const gone = parts.reduce((sum, part) => sum + part.gone, 0);
  return [{ ...most, members: parcelsIn(parts), gone }];
}

/** Whether another unit was where this one is when it had long been there, and has gone on since. */
function hasOvertaken(other: UnitCount, unit: UnitCount): boolean {
  if (other.before !== null && other.before > unit.since) return true;
  return other.stage === unit.stage && other.since > unit.since && hasLeft(other);
}

const hasLeft = ({ members, gone }: UnitCount): boolean => members - gone <= ALL_BUT * members;

/** Behind the warehouse and the border customs come before the wait. */
const stagesIn: Readonly<Record<UnitStage, readonly Stage[]>> = {
  awaiting_uplift: ['export_customs', 'awaiting_uplift'],
  trunk_line: ['trunk_line'],
  awaiting_injection: ['import_customs', 'awaiting_injection'],
};

/** When a unit will have stopped unless something is heard of it; null where nothing was learned of a stage that it is in. */
function stoppedFrom(unit: UnitCount, { modelOf, calendarOf }: StageKnowledge): Instant | null {
  const model = modelOf(unit.lane);
  let at = unit.since;
  for (const stage of stagesIn[unit.stage]) {
    const hours = model && longestHours(model, stage, unit);
    if (hours === undefined) return null;
    at = afterWorkingHours(calendarOf(stage, laneFactsOf(unit.lane)), at, hours);
  }
  return at + USUALLY_TOLD_WITHIN_MS;
}

/**
 * After how many working hours a unit has been in a stage for longer than all but one in ten thousand: counted from its last scan there, where
 * that was learned. A few dozen flights tell little of so few: never before parcels stall of whose lane nothing is known.
 */
function longestHours(
  model: LaneModel,
  stage: Stage,
  { lane, provider, milestone }: UnitCount,
): number | undefined {
  const learned = (timed: TimedStage) => {
    const dwell = model.dwellOf(timed, { provider, route: '' });
    return dwell === undefined || dwell.origin.level === 'prior' ? undefined : dwell;
  };
  const dwell = learned(`${stage}/${milestone}`) ?? learned(stage);
  const { hours } = priorStallThreshold(priorDwell(stage, laneFactsOf(lane).mode));
  return dwell && Math.max(hours, dwell.healthyQuantile(1 - 1 / ONE_IN));
}
