import { cbvWord } from './cbv.ts';
import type { EpcisEvent, EpcisScan } from './epcis-event.ts';
import { objectOf } from './epcis-uri.ts';
import { epcisContext, type EpcisContext } from './extension.ts';
import { aggregationEvent, errorDeclaration, objectEvent, type Correction } from './write-event.ts';

/** Something that was recorded: a scan, or that one was wrong. */
export interface EpcisRecord {
  readonly scan: EpcisScan;
  readonly parcelId: string;
  /** null: not known yet. */
  readonly orderId: string | null;
  /** Whether the parcel is first told of in the scan's transport unit. */
  readonly isFirstOfUnit: boolean;
  /** What corrects the scan, where it is this that was recorded. */
  readonly correction: Correction | null;
}

/** The events of a record, one or two, always in the same order. */
export const eventsOfRecord = (record: EpcisRecord, base: string): EpcisEvent[] => {
  const { scan, parcelId, orderId, isFirstOfUnit, correction } = record;
  const of = { base, parcelId, orderId };
  if (correction) return [errorDeclaration(scan, correction, of)];
  return isFirstOfUnit && scan.unitId !== undefined
    ? [aggregationEvent(scan, scan.unitId, base), objectEvent(scan, of)]
    : [objectEvent(scan, of)];
};

/** What a query asks of events, in the words of the standard's SimpleEventQuery; what is undefined is not asked. */
export interface EpcisQuery {
  readonly eventType?: readonly string[] | undefined;
  /** RFC 3339, as all times. */
  readonly GE_eventTime?: string | undefined;
  readonly LT_eventTime?: string | undefined;
  readonly GE_recordTime?: string | undefined;
  readonly LT_recordTime?: string | undefined;
  readonly EQ_action?: readonly string[] | undefined;
  /** Words of the CBV in any of their spellings. */
  readonly EQ_bizStep?: readonly string[] | undefined;
  readonly EQ_disposition?: readonly string[] | undefined;
  readonly EQ_eventID?: readonly string[] | undefined;
  readonly EXISTS_errorDeclaration?: boolean | undefined;
}

/** Whether an event is what a query asks for. */
export const fitsQuery = (query: EpcisQuery): ((event: EpcisEvent) => boolean) => {
  const time = (text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : Date.parse(text);
  const happened = [time(query.GE_eventTime, -Infinity), time(query.LT_eventTime, Infinity)] as const;
  const recorded = [time(query.GE_recordTime, -Infinity), time(query.LT_recordTime, Infinity)] as const;
  const steps = query.EQ_bizStep?.map(cbvWord);
  const dispositions = query.EQ_disposition?.map(cbvWord);
  return (event) =>
    isOneOf(query.eventType, event.type) &&
    isOneOf(query.EQ_action, event.action) &&
    isOneOf(steps, event.bizStep) &&
    isOneOf(dispositions, event.disposition) &&
    isOneOf(query.EQ_eventID, event.eventID) &&
    isWithin(event.eventTime, happened) &&
    isWithin(event.recordTime ?? '', recorded) &&
    (query.EXISTS_errorDeclaration !== true || event.errorDeclaration !== undefined);
};

const isOneOf = (asked: readonly string[] | undefined, value: string | undefined): boolean =>
  asked === undefined || (value !== undefined && asked.includes(value));

const isWithin = (text: string, [from, before]: readonly [number, number]): boolean => {
  const at = Date.parse(text);
  return at >= from && at < before;
};

/** The parcels that URIs name: their numbers, and whether a scan is of one of them. */
export const parcelsOfEpcs = (
  epcs: readonly string[],
): { numbers: string[]; isOf: (scan: Pick<EpcisScan, 'trackingNumber' | 'carrier'>) => boolean } => {
  const parcels = epcs.map(objectOf).filter((object) => object.kind === 'parcel');
  return {
    numbers: [...new Set(parcels.flatMap(({ numbers }) => numbers))],
    isOf: ({ trackingNumber, carrier }) =>
      parcels.some(
        (parcel) =>
          parcel.numbers.includes(trackingNumber) && (parcel.carrier === null || parcel.carrier === carrier),
      ),
  };
};

/** A page of what a query found, in JSON-LD. */
export interface EpcisQueryDocument {
  readonly '@context': EpcisContext;
  readonly type: 'EPCISQueryDocument';
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
  readonly epcisBody: {
    readonly queryResults: {
      readonly queryName: 'SimpleEventQuery';
      readonly resultsBody: { readonly eventList: readonly EpcisEvent[] };
    };
  };
}

/** @param creationDate RFC 3339 */
export const epcisQueryDocument = (
  eventList: readonly EpcisEvent[],
  creationDate: string,
): EpcisQueryDocument => ({
  '@context': epcisContext,
  type: 'EPCISQueryDocument',
  schemaVersion: '2.0',
  creationDate,
  epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList } } },
});
