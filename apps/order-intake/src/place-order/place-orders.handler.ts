import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock } from '@landfall/service-kit';
import { Vault } from '../encryption/vault.ts';
import { orderPlaced } from '../order/order-events.ts';
import { MerchantsStore } from '../persistence/merchants.store.ts';
import { externalKey, OrdersStore } from '../persistence/orders.store.ts';
import type { AcceptedOrder } from './accept-order.ts';

/** What became of one order: placed, or its external id belongs to another. */
export interface Placement {
  kind: 'placed' | 'exists';
  /** Of the new order, or of the one that is there already. */
  orderId: string;
}

/** Stores accepted orders and tells of them. */
@Injectable()
export class PlaceOrdersHandler {
  constructor(
    private readonly merchants: MerchantsStore,
    private readonly orders: OrdersStore,
    private readonly vault: Vault,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** In the order given; of several with one external id the first is placed. */
  async place(tx: Transaction, merchantId: string, accepted: readonly AcceptedOrder[]): Promise<Placement[]> {
    if (accepted.length === 0) return [];
    const now = this.clock.now();
    const merchantKey = await this.merchants.merchantKey(tx, merchantId);
    const sealed = accepted.map(({ order, person }) => ({
      order,
      sealed: this.vault.sealPerson(merchantKey, order.buyerId, person),
    }));
    const placed = await this.orders.insert(tx, merchantId, sealed, now);
    const known = accepted.map(({ order }) => order).filter((order) => !placed.has(order.id));
    const existing =
      known.length > 0 ? await this.orders.idsOf(tx, merchantId, known) : new Map<string, string>();
    this.outbox.append(
      tx,
      now,
      accepted.filter(({ order }) => placed.has(order.id)).map(({ order }) => orderPlaced(merchantId, order)),
    );
    return accepted.map(({ order }): Placement => {
      if (placed.has(order.id)) return { kind: 'placed', orderId: order.id };
      const orderId = existing.get(externalKey(order));
      if (orderId === undefined) throw new Error('an order was neither placed nor there');
      return { kind: 'exists', orderId };
    });
  }
}
