import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, notFound } from '@landfall/service-kit';
import { orderCancelled } from '../order/order-events.ts';
import { parcelCancelled } from '../parcel/parcel-events.ts';
import { OrdersStore, type OrderRow } from '../persistence/orders.store.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';

/** Cancels an order and, with it, its parcels that have not ended. */
@Injectable()
export class CancelOrderHandler {
  constructor(
    private readonly orders: OrdersStore,
    private readonly parcels: ParcelsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** An order that is cancelled already stays as it is, and nothing is told again. Throws ProblemError 404. */
  async cancel(tx: Transaction, merchantId: string, orderId: string): Promise<OrderRow> {
    const now = this.clock.now();
    const order = await this.orders.findLocked(tx, merchantId, orderId);
    if (!order) throw notFound('The order');
    if (order.cancelled_at) return order;
    const version = await this.orders.cancel(tx, merchantId, orderId, now);
    const parcels = await this.parcels.cancelOfOrder(tx, merchantId, orderId, now);
    this.outbox.append(tx, now, [
      orderCancelled(merchantId, orderId, version, now),
      ...parcels.map((parcel) => parcelCancelled({ merchantId, ...parcel }, orderId, now)),
    ]);
    return { ...order, cancelled_at: now, version };
  }
}
