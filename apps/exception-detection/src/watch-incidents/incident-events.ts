import { exceptionsTopic, type DataOf } from '@landfall/contracts';
import { ownerOf, type FoundIncident } from '@landfall/domain';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';
import { incidentName } from '@landfall/domain';
import type { StoredIncident } from '../persistence/incident.store.ts';

type IncidentData = DataOf<typeof exceptionsTopic, 'incident.opened'>;

/** What changes in a merchant's incidents: those that have begun and those that are over. */
export interface IncidentChanges {
  saved: StoredIncident[];
  events: OutgoingEvent[];
}

/** Compares the incidents that are open with those that were found at `now`. Pure. */
export const changeIncidents = (
  merchantId: string,
  open: readonly StoredIncident[],
  found: readonly FoundIncident[],
  now: Date,
): IncidentChanges => {
  const foundByName = new Map(found.map((incident) => [incidentName(incident), incident]));
  const openNames = new Set(open.map(incidentName));
  const closed = open
    .filter((incident) => !foundByName.has(incidentName(incident)))
    .map((incident) => ({ ...incident, closedAt: now, version: incident.version + 1 }));
  const opened = [...foundByName]
    .filter(([name]) => !openNames.has(name))
    .map(([name, { kind, scope, since, parcels }]): StoredIncident => ({
      merchantId,
      id: deterministicId('incident', merchantId, name, now.toISOString()),
      kind,
      scope,
      openedAt: new Date(since),
      detectedAt: now,
      closedAt: null,
      parcelCount: parcels,
      version: 1,
    }));
  return {
    saved: [...closed, ...opened],
    events: [
      ...closed.map((incident) => eventOf('incident.closed', incident)),
      ...opened.map((incident) => eventOf('incident.opened', incident)),
    ],
  };
};

/** An incident as outsiders see it; a wait belongs to the leg that takes over. */
export const incidentTold = ({ scope, ...incident }: StoredIncident): Omit<IncidentData, 'subjectId'> => ({
  incidentId: incident.id,
  kind: incident.kind,
  scope: {
    carrier: scope.carrier,
    leg: scope.stage === null ? null : ownerOf(scope.stage),
    originCountry: scope.originCountry,
    destinationCountry: scope.destinationCountry,
    mode: scope.mode,
    unitId: scope.unitId,
    flightOrVoyage: scope.flightOrVoyage,
  },
  openedAt: incident.openedAt.toISOString(),
  detectedAt: incident.detectedAt.toISOString(),
  closedAt: incident.closedAt?.toISOString() ?? null,
  parcelCount: incident.parcelCount,
});

const eventOf = (type: 'incident.opened' | 'incident.closed', incident: StoredIncident): OutgoingEvent =>
  outgoing(
    exceptionsTopic,
    type,
    { version: incident.version, merchantId: incident.merchantId },
    { subjectId: incident.id, ...incidentTold(incident) },
  );
