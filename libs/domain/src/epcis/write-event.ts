import { cbvOf } from './cbv.ts';
import type { EpcisEvent, EpcisScan } from './epcis-event.ts';
import { eventUri, orderUri, parcelUri, placeUri, unitEventUri, unitUri } from './epcis-uri.ts';
import { EXTENSION_PREFIX } from './extension.ts';

/** Of what an event tells. */
export interface EventOf {
  /** The public address of this system, without a slash at its end. */
  readonly base: string;
  readonly parcelId: string;
  /** null: not known yet. */
  readonly orderId: string | null;
}

/** The reading of a scan that took the place of an earlier one. */
export interface Correction {
  readonly revision: number;
  /** RFC 3339. */
  readonly recordedAt: string;
}

/** What a scan tells. */
export const objectEvent = (scan: EpcisScan, { base, parcelId, orderId }: EventOf): EpcisEvent => {
  const { bizStep, disposition } = cbvOf(scan.milestone);
  const place = scan.place && placeUri(base, scan.place);
  return {
    type: 'ObjectEvent',
    eventID: eventUri(base, scan),
    action: actions[bizStep] ?? 'OBSERVE',
    epcList: [parcelUri(base, scan.carrier, scan.trackingNumber)],
    ...whenOf(scan),
    bizStep,
    ...(disposition !== null && { disposition }),
    ...(place && { readPoint: { id: place } }),
    ...(place && staysThere(bizStep, disposition) && { bizLocation: { id: place } }),
    ...(orderId !== null && {
      bizTransactionList: [{ type: 'po', bizTransaction: orderUri(base, orderId) }],
    }),
    ...(scan.weightGrams !== null && { sensorElementList: [mass(scan.weightGrams)] }),
    ...besides(scan, parcelId),
  };
};

/** Everything else is seen; these begin and end an object's life. */
const actions: Readonly<Record<string, string>> = { commissioning: 'ADD', destroying: 'DELETE' };

/** That a parcel is in the transport unit of which its scan was told. */
export const aggregationEvent = (scan: EpcisScan, unitId: string, base: string): EpcisEvent => {
  const place = scan.place && placeUri(base, scan.place);
  return {
    type: 'AggregationEvent',
    eventID: unitEventUri(base, scan),
    action: 'OBSERVE',
    parentID: unitUri(base, unitId),
    childEPCs: [parcelUri(base, scan.carrier, scan.trackingNumber)],
    ...whenOf(scan),
    ...(place && { readPoint: { id: place } }),
  };
};

/**
 * That a scan was told wrongly, as EPCIS 2.0 says it: the same event once more, with its id, a declaration of the error, and
 * the id of the event that is right.
 */
export const errorDeclaration = (
  scan: EpcisScan,
  { revision, recordedAt }: Correction,
  of: EventOf,
): EpcisEvent => ({
  ...objectEvent(scan, of),
  recordTime: recordedAt,
  errorDeclaration: {
    declarationTime: recordedAt,
    reason: 'incorrect_data',
    correctiveEventIDs: [eventUri(of.base, { eventId: scan.eventId, revision })],
  },
});

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

const besides = (
  { milestone, leg, reason, offsetSource, proof }: EpcisScan,
  parcelId: string,
): Record<`${string}:${string}`, string> => ({
  [`${EXTENSION_PREFIX}:parcelId`]: parcelId,
  [`${EXTENSION_PREFIX}:milestone`]: milestone,
  ...(leg !== null && { [`${EXTENSION_PREFIX}:leg`]: leg }),
  ...(reason !== null && { [`${EXTENSION_PREFIX}:reason`]: reason }),
  ...(offsetSource !== 'given' && { [`${EXTENSION_PREFIX}:offsetSource`]: offsetSource }),
  ...(proof !== null && { [`${EXTENSION_PREFIX}:proof`]: proof.type }),
});
