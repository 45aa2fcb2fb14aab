import { cbvOf } from './cbv.ts';
import type { EpcisEvent, EpcisScan } from './epcis-event.ts';
import { orderUri, parcelUri, placeUri, unitUri } from './epcis-uri.ts';
import { EXTENSION_NAMESPACE, EXTENSION_PREFIX } from './extension.ts';

/** What a document is of, and where. */
export interface EpcisOf {
  /** The public address of this system, without a slash at its end. */
  readonly base: string;
  readonly parcelId: string;
  readonly orderId: string;
  /** RFC 3339. */
  readonly creationDate: string;
}

/** A document of EPCIS 2.0 in JSON-LD. */
export interface EpcisDocument {
  readonly '@context': readonly (string | Readonly<Record<string, string>>)[];
  readonly type: 'EPCISDocument';
  readonly id: string;
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
  readonly epcisBody: { readonly eventList: readonly EpcisEvent[] };
}

const standardContext = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/**
 * A parcel's history, by time: an ObjectEvent a scan, and an AggregationEvent where it is first heard of a transport unit
 * with the parcel in it. What the CBV has no words for stands beside them under our own prefix.
 */
export const epcisDocument = (scans: readonly EpcisScan[], of: EpcisOf): EpcisDocument => ({
  '@context': [standardContext, { [EXTENSION_PREFIX]: EXTENSION_NAMESPACE }],
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

const objectEvent = (scan: EpcisScan, { base, orderId }: EpcisOf): EpcisEvent => {
  const { bizStep, disposition } = cbvOf(scan.milestone);
  const place = scan.place && placeUri(base, scan.place);
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:${scan.eventId}`,
    action: actions[bizStep] ?? 'OBSERVE',
    epcList: [parcelUri(base, scan.carrier, scan.trackingNumber)],
    ...whenOf(scan),
    bizStep,
    ...(disposition !== null && { disposition }),
    ...(place && { readPoint: { id: place } }),
    ...(place && staysThere(bizStep, disposition) && { bizLocation: { id: place } }),
    bizTransactionList: [{ type: 'po', bizTransaction: orderUri(base, orderId) }],
    ...(scan.weightGrams !== null && { sensorElementList: [mass(scan.weightGrams)] }),
    ...besides(scan),
  };
};

/** Everything else is seen; these begin and end an object's life. */
const actions: Readonly<Record<string, string>> = { commissioning: 'ADD', destroying: 'DELETE' };

const aggregationEvent = (scan: EpcisScan, unitId: string, base: string): EpcisEvent => {
  const place = scan.place && placeUri(base, scan.place);
  return {
    type: 'AggregationEvent',
    action: 'OBSERVE',
    parentID: unitUri(base, unitId),
    childEPCs: [parcelUri(base, scan.carrier, scan.trackingNumber)],
    ...whenOf(scan),
    ...(place && { readPoint: { id: place } }),
  };
};

const leaving = new Set(['departing', 'loading', 'transporting']);

/** A business location is where an object is after the event: one that has left is nowhere. */
const staysThere = (bizStep: string, disposition: string | null): boolean =>
  disposition !== 'in_transit' && !leaving.has(bizStep);

/** The offsets that the standard knows; scans may have others. */
const standardOffset = /[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/;

const whenOf = ({ occurredAt, recordedAt }: EpcisScan) => {
  const offset = /z$/i.test(occurredAt) ? '+00:00' : standardOffset.exec(occurredAt)?.[0];
  return offset === undefined
    ? { eventTime: new Date(occurredAt).toISOString(), eventTimeZoneOffset: '+00:00', recordTime: recordedAt }
    : { eventTime: occurredAt, eventTimeZoneOffset: offset, recordTime: recordedAt };
};

const mass = (grams: number) => ({ sensorReport: [{ type: 'Mass', value: grams, uom: 'GRM' }] });

const besides = ({
  milestone,
  leg,
  reason,
  offsetSource,
  proof,
}: EpcisScan): Record<`${string}:${string}`, string> => ({
  [`${EXTENSION_PREFIX}:milestone`]: milestone,
  ...(leg !== null && { [`${EXTENSION_PREFIX}:leg`]: leg }),
  ...(reason !== null && { [`${EXTENSION_PREFIX}:reason`]: reason }),
  ...(offsetSource !== 'given' && { [`${EXTENSION_PREFIX}:offsetSource`]: offsetSource }),
  ...(proof !== null && { [`${EXTENSION_PREFIX}:proof`]: proof.type }),
});
