import { ordersTopic } from '@landfall/contracts';
import { formatMoney } from '@landfall/domain';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { OrderRow } from '../persistence/orders.store.ts';
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

/** Tells of an order that changed, as it now stands. */
export const orderUpdated = (merchantId: string, row: OrderRow): OutgoingEvent =>
  outgoing(
    ordersTopic,
    'order.updated',
    { version: row.version, merchantId },
    {
      orderId: row.id,
      externalId: row.external_id,
      marketplace: row.marketplace,
      placedAt: row.placed_at.toISOString(),
      destination: { country: row.ship_country, state: row.ship_state, city: row.ship_city },
      buyerReference: row.buyer_id,
      items: row.items.map((item) => ({
        sku: item.sku,
        quantity: item.quantity,
        unitPrice: formatMoney(item.unit_price_minor, row.currency),
        unitCost: item.unit_cost_minor === null ? null : formatMoney(item.unit_cost_minor, row.currency),
        weightGrams: item.weight_grams,
        attributes: item.attributes,
      })),
      promisedAt: row.promised_at?.toISOString() ?? null,
      shipBy: row.ship_by?.toISOString() ?? null,
      routeId: row.route_id,
      cancelledAt: row.cancelled_at?.toISOString() ?? null,
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
