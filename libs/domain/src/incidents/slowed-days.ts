import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import { DEFAULT_MODE, priorDwell, stageOf } from '../chain.ts';
import type { TimedStage } from '../legs/leg.ts';
import type { Incident } from './incident.ts';
import { placeOf } from './place.ts';

/** An incident that was or is. */
export interface PastIncident extends Incident {
  readonly openedAt: Instant;
  /** Null while it goes on. */
  readonly closedAt: Instant | null;
}

/** What a count says of where and when its parcels came. */
export interface CountedEntry {
  readonly stage: string;
  readonly provider: string;
  /** UTC day since 1 January 1970. */
  readonly day: number;
}

/** What has been slow for longer is how it is now. */
const MOST_MS = 7 * DAY_MS;

/**
 * Whether the parcels that came to a stage of a lane on a day are a measure of those to come: an incident slowed all that came
 * while it lasted, and about half of those that came within a usual stay before.
 */
export function undisturbed(
  lane: string,
  incidents: readonly PastIncident[],
): (entry: CountedEntry) => boolean {
  const slow = incidents.filter(({ scope }) => scope.stage !== null);
  if (slow.length === 0) return () => true;
  return ({ stage: timed, provider, day }) => {
    const stage = stageOf(timed as TimedStage);
    const place = placeOf({ lane, stage });
    const cameBefore = priorDwell(stage, place.mode ?? DEFAULT_MODE).p50Hours * HOUR_MS;
    return !slow.some(
      ({ scope, openedAt, closedAt }) =>
        scope.stage === stage &&
        (scope.carrier === null || scope.carrier === provider) &&
        scope.originCountry === place.originCountry &&
        scope.destinationCountry === place.destinationCountry &&
        scope.mode === place.mode &&
        (day + 1) * DAY_MS > openedAt - cameBefore &&
        day * DAY_MS <= Math.min(closedAt ?? Infinity, openedAt + MOST_MS),
    );
  };
}
