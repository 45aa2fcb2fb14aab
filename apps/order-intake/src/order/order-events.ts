import { ordersTopic } from '@landfall/contracts';
import { formatMoney } from '@landfall/domain';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { Order } from './order.ts';

/** Tells of a new order: version 1. */
export const orderPlaced = (merchantId: string, order: Order): OutgoingEvent =>
  outgoing(
    ordersTopic,
    'order.placed',
    { version: 1, merchantId },
    {
      orderId: order.id,
      externalId: order.externalId,
      marketplace: order.marketplace,
      placedAt: order.placedAt,
      destination: order.destination,
      buyerReference: order.buyerId,
      items: order.lines.map((line) => ({
        sku: line.sku,
        quantity: line.quantity,
        unitPrice: formatMoney(line.unitPriceMinor, order.currency),
        unitCost: line.unitCostMinor === null ? null : formatMoney(line.unitCostMinor, order.currency),
        weightGrams: line.weightGrams,
        attributes: line.attributes,
      })),
      promisedAt: order.promisedAt,
      shipBy: order.shipBy,
      routeId: order.routeId,
    },
  );

/** Tells that an order is cancelled, at its new version. */
export const orderCancelled = (
  merchantId: string,
  orderId: string,
  version: number,
  cancelledAt: Date,
): OutgoingEvent =>
  outgoing(
    ordersTopic,
    'order.cancelled',
    { version, merchantId },
    { orderId, cancelledAt: cancelledAt.toISOString() },
  );
