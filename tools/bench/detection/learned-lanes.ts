import {
  countedStays,
  foldParcel,
  learnedKnowledge,
  stayChanges,
  unknownWidth,
  type LearnedDwell,
} from '@landfall/domain';
import { compiled } from '../../stack/compiled.ts';
import type { WatchedWorld } from './watched-world.ts';

/** What was learned of one lane. */
export interface LearnedLane {
  readonly lane: string;
  readonly model: readonly LearnedDwell[];
}

/** What the lanes of a world have learned by its end, by the service's own path from scans to models. */
export async function learnedLanes({
  routes,
  registrations,
  scans,
  ends,
}: WatchedWorld): Promise<LearnedLane[]> {
  const { eventOf, factsOf } = await compiled('exception-detection/track-parcel/parcel-record');
  const { learnModel } = await compiled('exception-detection/learn-dwell/learn-model');
  const { workingCalendars } = await compiled('exception-detection/calendars/calendars');
  const knowledge = learnedKnowledge(new Map(), workingCalendars);
  const routeOf = new Map(routes.map((route) => [route.externalId, route]));
  const scansOf = Map.groupBy(
    scans.filter(({ scan }) => Date.parse(scan.recordedAt) <= ends.getTime()),
    ({ scan }) => scan.parcelId,
  );
  const counted = registrations.map((registration) => {
    const facts = factsOf(registration, routeOf.get(registration.routeId ?? '') ?? null);
    const events = (scansOf.get(registration.parcelId) ?? []).map(({ scan }) => eventOf(scan));
    return { before: null, after: countedStays({ facts, state: foldParcel(events, facts), knowledge }) };
  });
  return [...Map.groupBy(stayChanges(counted), ({ lane }) => lane)].map(([lane, rows]) => ({
    lane,
    model: learnModel(lane, rows, [], unknownWidth, ends),
  }));
}
