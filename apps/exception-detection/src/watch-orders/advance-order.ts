import { watchOrder } from '@landfall/domain';
import type { OutgoingEvent } from '@landfall/messaging';
import {
  applyChange,
  type ExceptionData,
  type ExceptionRecord,
  type ExceptionSubject,
} from '../exception-record.ts';
import { viewOf, type Order, type OrderRecord } from './order-record.ts';

export interface AdvancedOrder {
  record: OrderRecord;
  nextDueAt: Date | null;
  exception: ExceptionRecord | null;
  event: OutgoingEvent | null;
}

/**
 * Brings an order up to date at `now`: applies its rule and says what to tell. Pure: its own events, its parcels' scans
 * and due times all come through here. Of a stub nothing is told.
 * @param open the stored data of exceptions that may be cleared, by id
 */
export const advanceOrder = (
  record: OrderRecord,
  open: ReadonlyMap<string, ExceptionData>,
  now: Date,
): AdvancedOrder => {
  const { merchantId, order } = record;
  if (!order) return { record, nextDueAt: null, exception: null, event: null };
  const { change, known, nextDueAt } = watchOrder(record.known, viewOf({ ...record, order }), now.getTime());
  const due = nextDueAt === null ? null : new Date(nextDueAt);
  if (!change) return { record: { ...record, known }, nextDueAt: due, exception: null, event: null };
  const version = record.version + 1;
  const about = () => ({ version, merchantId });
  const { exception, event } = applyChange(change, subjectOf(order), (id) => open.get(id), about, now);
  return { record: { ...record, known, version }, nextDueAt: due, exception, event };
};

const subjectOf = ({ orderId, routeId, destination }: Order): ExceptionSubject => ({
  subjectId: orderId,
  parcelId: null,
  orderId,
  carrier: null,
  routeId,
  destinationCountry: destination.country,
});
