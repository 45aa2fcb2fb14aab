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

/** What has been slow for longer is how it is now. */
const MOST_MS = 7 * DAY_MS;

/** Whether the parcels that came on a UTC day (since 1 January 1970) are a measure of those to come. */
export type IsMeasure = (day: number) => boolean;

/**
 * Which parcels of a lane are a measure of how long they stay in a stage with a provider: an incident slowed all that came
 * while it lasted, and about half of those that came within a usual stay before.
 */
export function undisturbed(
  lane: string,
  incidents: readonly PastIncident[],
): (stage: TimedStage, provider: string) => IsMeasure {
  return (timed, provider) => {
    const stage = stageOf(timed);
    const place = placeOf({ lane, stage });
    // Which of a day's parcels were in a unit that stopped, their counts do not say.
    const slowed = incidents.filter(
      ({ kind, scope }) =>
        kind !== 'unit_stopped' &&
        scope.stage === stage &&
        (scope.carrier === null || scope.carrier === provider) &&
        scope.originCountry === place.originCountry &&
        scope.destinationCountry === place.destinationCountry &&
        scope.mode === place.mode,
    );
    const cameBefore = priorDwell(stage, place.mode ?? DEFAULT_MODE).p50Hours * HOUR_MS;
    return (day) =>
      !slowed.some(
        ({ openedAt, closedAt }) =>
          (day + 1) * DAY_MS > openedAt - cameBefore &&
          day * DAY_MS <= Math.min(closedAt ?? Infinity, openedAt + MOST_MS),
      );
  };
}
