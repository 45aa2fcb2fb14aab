import type { DataOf, EventOf, ordersTopic } from '@landfall/contracts';
import { valueOfItems, type KnownException, type OrderValue, type OrderView } from '@landfall/domain';
import type { Envelope } from '@landfall/messaging';
import { minorOf } from '../minor-of.ts';
import type { DispatchChange } from './dispatch-change.ts';

export type Order = DataOf<typeof ordersTopic, 'order.placed'>;

/** What this service keeps of an order. Without what was told of it, it is a stub: its parcels are kept, nothing is told. */
export interface OrderRecord {
  merchantId: string;
  orderId: string;
  /** As last told; null until it has come: its parcels may be scanned before. */
  order: Order | null;
  /** Of its last telling. */
  orderVersion: number;
  cancelledAt: string | null;
  /** Those of its parcels that have a physical scan, sorted. */
  scannedParcels: readonly string[];
  /** The latest occurrence of its exception. */
  known: KnownException | null;
  /** Raised with every event told of this order. */
  version: number;
}

/**
 * The record after an event of its topic, whatever the order in which they come; the same one where nothing is new. Only a
 * cancellation that is withdrawn must come after it, as its topic sees to.
 */
export const orderAfter = (
  record: OrderRecord,
  event: EventOf<typeof ordersTopic> & Pick<Envelope, 'version'>,
): OrderRecord => {
  switch (event.type) {
    case 'order.placed':
    case 'order.updated': {
      if (event.version <= record.orderVersion) return record;
      const after = { ...record, order: event.data, orderVersion: event.version };
      if (event.type === 'order.placed' || event.data.cancelledAt === undefined) return after;
      return { ...after, cancelledAt: event.data.cancelledAt };
    }
    case 'order.cancelled':
      return record.cancelledAt === null ? { ...record, cancelledAt: event.data.cancelledAt } : record;
    default:
      return event satisfies never;
  }
};

/** The record after changes of what its parcels have as scans. */
export const withDispatch = (record: OrderRecord, changes: readonly DispatchChange[]): OrderRecord => {
  const scanned = new Set(record.scannedParcels);
  for (const { parcelId, isScanned } of changes) {
    if (isScanned) scanned.add(parcelId);
    else scanned.delete(parcelId);
  }
  return { ...record, scannedParcels: [...scanned].sort() };
};

/** The domain's view of an order. Throws RangeError where its money cannot be read. */
export const viewOf = ({
  order,
  cancelledAt,
  scannedParcels,
}: OrderRecord & { order: Order }): OrderView => ({
  facts: {
    placedAt: Date.parse(order.placedAt),
    shipBy: order.shipBy === null ? null : Date.parse(order.shipBy),
    cancelledAt: cancelledAt === null ? null : Date.parse(cancelledAt),
    value: valueOf(order),
  },
  isDispatched: scannedParcels.length > 0,
});

const valueOf = ({ items, orderId }: Order): OrderValue => {
  const currencies = [...new Set(items.map((item) => item.unitPrice.currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1)
    throw new RangeError(`order ${orderId} has items in ${currencies.length} currencies`);
  return valueOfItems(
    items.map(({ quantity, unitPrice, unitCost }) => ({
      quantity,
      unitPriceMinor: minorOf(unitPrice),
      unitCostMinor: unitCost && minorOf(unitCost),
    })),
    currency,
  );
};
