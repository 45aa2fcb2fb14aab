import {
  eventsOfRecord,
  fitsQuery,
  parcelsOfEpcs,
  type EpcisEvent,
  type EpcisQuery,
  type EpcisRecord,
} from '@landfall/domain';
import type { RecordPosition, StoredRecord } from '../persistence/epcis-record.store.ts';

/** Before everything. */
export const beginning: RecordPosition = {
  at: '0',
  eventId: '00000000-0000-0000-0000-000000000000',
  nth: -1,
};

export const isPosition = (value: unknown): value is RecordPosition => {
  const { at, eventId, nth } = (value ?? {}) as Partial<Record<keyof RecordPosition, unknown>>;
  return (
    typeof at === 'string' &&
    /^\d{1,19}$/.test(at) &&
    typeof eventId === 'string' &&
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(eventId) &&
    Number.isInteger(nth) &&
    Math.abs(nth as number) < 2 ** 31
  );
};

export interface EpcisPage {
  events: EpcisEvent[];
  /** Where the next page begins. */
  end: RecordPosition;
  /** Whether there may be more already. */
  isMore: boolean;
}

export interface PageLimits {
  perPage: number;
  /** Records that were asked for: where there were so many, there may be more. */
  asked: number;
}

/** A page of the events that a query asks for, behind a place. */
export const epcisPage = (
  records: readonly StoredRecord[],
  query: EpcisQuery & { readonly MATCH_epc?: readonly string[] | undefined },
  after: RecordPosition,
  base: string,
  { perPage, asked }: PageLimits,
): EpcisPage => {
  const fits = fitsQuery(query);
  const isOf = query.MATCH_epc && parcelsOfEpcs(query.MATCH_epc).isOf;
  const events: EpcisEvent[] = [];
  let end = after;
  for (const { place, event, record } of records.flatMap((stored) => placed(stored, base))) {
    if (!isBehind(place, after)) continue;
    if (events.length === perPage) return { events, end, isMore: true };
    end = place;
    if (fits(event) && (isOf?.(record.scan) ?? true)) events.push(event);
  }
  return { events, end, isMore: records.length === asked };
};

interface PlacedEvent {
  place: RecordPosition;
  event: EpcisEvent;
  record: StoredRecord;
}

const placed = (record: StoredRecord, base: string): PlacedEvent[] => {
  const { at, eventId, nth } = record;
  const events = eventsOfRecord(epcisRecord(record), base);
  return events.map((event, index) => ({
    place: { at, eventId, nth: nth - (events.length - 1 - index) },
    event,
    record,
  }));
};

const epcisRecord = ({ correctedBy, correctedAt, ...record }: StoredRecord): EpcisRecord => ({
  ...record,
  correction:
    correctedBy === null || correctedAt === null
      ? null
      : { revision: correctedBy, recordedAt: correctedAt.toISOString() },
});

const isBehind = (place: RecordPosition, after: RecordPosition): boolean =>
  place.at !== after.at || place.eventId !== after.eventId || place.nth > after.nth;
