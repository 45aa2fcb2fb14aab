import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock } from '@landfall/service-kit';
import type { WantedOrder } from '../marketplace-orders/wanted-order.ts';
import { orderUpdated } from '../order/order-events.ts';
import { parcelUpdated } from '../parcel/parcel-events.ts';
import { OrdersStore, type OrderRow } from '../persistence/orders.store.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import { arrangeLines } from './arrange-lines.ts';

/** Gives an order the lines, destination and payment that its marketplace tells, and tells of it. */
@Injectable()
export class ChangeOrder {
  constructor(
    private readonly orders: OrdersStore,
    private readonly parcels: ParcelsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Nothing is told where nothing differs.
   * @param order locked
   * @param revived whether its cancellation is withdrawn
   */
  async change(
    tx: Transaction,
    merchantId: string,
    order: OrderRow,
    { lines: told, destination, paymentMethod }: WantedOrder['order'],
    revived: boolean,
  ): Promise<OrderRow> {
    const { lines, changed } = arrangeLines(order.items, told);
    const { country, state, city } = destination;
    const moved = country !== order.ship_country || state !== order.ship_state || city !== order.ship_city;
    if (!changed && !moved && !revived && paymentMethod === order.payment_method) return order;
    const cancelledAt = revived ? null : order.cancelled_at;
    await this.orders.update(
      tx,
      merchantId,
      { id: order.id, destination, paymentMethod, lines },
      cancelledAt,
    );
    const row = await this.orders.findLocked(tx, merchantId, order.id);
    if (!row) throw new Error(`order ${order.id} is not there after it was changed`);
    this.outbox.append(tx, this.clock.now(), [orderUpdated(merchantId, row)]);
    if (moved) await this.tellParcels(tx, merchantId, row);
    return row;
  }

  /** A parcel says where it goes: each one of a changed order is told anew. */
  private async tellParcels(tx: Transaction, merchantId: string, order: OrderRow): Promise<void> {
    const ids = [...order.parcel_ids].sort();
    await this.parcels.lockMany(
      tx,
      ids.map((id) => ({ merchantId, id })),
    );
    for (const id of ids) {
      await this.parcels.raiseVersion(tx, merchantId, id);
      const parcel = await this.parcels.find(tx, merchantId, id);
      if (!parcel) throw new Error(`parcel ${id} is not there`);
      this.outbox.append(tx, this.clock.now(), [parcelUpdated(parcel)]);
    }
  }
}
