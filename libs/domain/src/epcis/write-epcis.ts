import type { EpcisEvent, EpcisScan } from './epcis-event.ts';
import { epcisContext, type EpcisContext } from './extension.ts';
import { aggregationEvent, objectEvent, type EventOf } from './write-event.ts';

/** What a document is of, and where. */
export interface EpcisOf extends EventOf {
  /** RFC 3339. */
  readonly creationDate: string;
}

/** A document of EPCIS 2.0 in JSON-LD. */
export interface EpcisDocument {
  readonly '@context': EpcisContext;
  readonly type: 'EPCISDocument';
  readonly id: string;
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
  readonly epcisBody: { readonly eventList: readonly EpcisEvent[] };
}

/**
 * A parcel's history, by time: an ObjectEvent a scan, and an AggregationEvent where it is first heard of a transport unit
 * with the parcel in it. What the CBV has no words for stands beside them under our own prefix.
 */
export const epcisDocument = (scans: readonly EpcisScan[], of: EpcisOf): EpcisDocument => ({
  '@context': epcisContext,
  type: 'EPCISDocument',
  id: `${of.base}/v1/parcels/${of.parcelId}/epcis`,
  schemaVersion: '2.0',
  creationDate: of.creationDate,
  epcisBody: { eventList: eventsOf(scans, of) },
});

const eventsOf = (scans: readonly EpcisScan[], of: EpcisOf): EpcisEvent[] => {
  const units = new Set<string>();
  return [...scans].sort(byTime).flatMap((scan) => {
    const event = objectEvent(scan, of);
    if (scan.unitId === undefined || units.has(scan.unitId)) return [event];
    units.add(scan.unitId);
    return [aggregationEvent(scan, scan.unitId, of.base), event];
  });
};

const byTime = (a: EpcisScan, b: EpcisScan): number =>
  Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || (a.eventId < b.eventId ? -1 : 1);
