import type { Instant } from '../calendar/instant.ts';
import type { UnitCount } from '../dwell/counted-unit.ts';
import { silentFeeds, type Feed, type FoundIncident } from './find-incidents.ts';
import { placeName } from './incident.ts';
import { slowStages } from './slow-stages.ts';
import { stoppedUnits, unitsAfter, type KnownUnit } from './stopped-units.ts';
import { nothingSeen, type StageDayCount, type StageKnowledge, type StageMemory } from './watch-stages.ts';

/** What a look at a merchant's parcels remembers until the next. JSON. */
export interface LookMemory extends StageMemory {
  readonly units: readonly KnownUnit[];
}

export const nothingLookedAt: LookMemory = { ...nothingSeen, units: [] };

/** What is counted of a merchant's parcels. */
export interface Counted {
  readonly feeds: readonly Feed[];
  readonly days: readonly StageDayCount[];
  /** What has changed in the counts of units since the last look. */
  readonly unitChanges: readonly UnitCount[];
}

/**
 * What hits many of a merchant's parcels at once. A unit that has stopped is a cause of its own, unless its lane is slow without it.
 * @param isOpen whether an incident of that name goes on
 */
export function lookForIncidents(
  memory: LookMemory,
  { feeds, days, unitChanges }: Counted,
  knowledge: StageKnowledge,
  now: Instant,
  isOpen: (name: string) => boolean,
): { readonly found: FoundIncident[]; readonly memory: LookMemory } {
  const units = unitsAfter(memory.units, unitChanges, knowledge, now);
  const stopped = stoppedUnits(units, feeds, now, isOpen);
  const slow = slowStages(memory, days, knowledge, feeds, now, isOpen, stopped);
  const slowPlaces = new Set(slow.found.map(({ scope }) => placeName(scope)));
  const found = [
    ...silentFeeds(feeds, knowledge.calendarOf, now),
    ...slow.found,
    ...stopped.filter(({ scope }) => !slowPlaces.has(placeName(scope))),
  ];
  return { found, memory: { ...slow.memory, units } };
}
