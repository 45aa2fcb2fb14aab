import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { CancelOrderHandler } from '../cancel-order/cancel-order.handler.ts';
import type { Person } from '../encryption/vault.ts';
import { minorEach } from '../marketplace-orders/decimal.ts';
import type { ToldRefund } from '../marketplace-orders/facts.ts';
import type { WantedOrder } from '../marketplace-orders/wanted-order.ts';
import { OrdersStore, type OutcomeRow } from '../persistence/orders.store.ts';
import type { TrackingNumber } from '../persistence/parcels.store.ts';
import { newOrderIds } from '../place-order/new-order-ids.ts';
import { PlaceOrdersHandler } from '../place-order/place-orders.handler.ts';
import { ChangeBuyer } from './change-buyer.ts';
import { ChangeOrder } from './change-order.ts';
import { FollowShipments } from './follow-shipments.ts';

/** An order as its marketplace has it, and what of it is known here. */
export interface OrderToSync {
  merchantId: string;
  /** Null where it has not been placed yet. */
  orderId: string | null;
  /** Whether the marketplace's cancellation was carried out before. */
  cancelled: boolean;
  wanted: WantedOrder;
  /** Null where the person has not been told anew. */
  person: Person | null;
}

export interface SyncedOrder {
  orderId: string;
  /** Numbers that active parcels of other orders have. */
  numbersInUse: TrackingNumber[];
}

/** Makes an order stand as its marketplace has it: places, changes, cancels or revives it, with its parcels. */
@Injectable()
export class SyncOrderHandler {
  constructor(
    private readonly orders: OrdersStore,
    private readonly placing: PlaceOrdersHandler,
    private readonly changing: ChangeOrder,
    private readonly buyers: ChangeBuyer,
    private readonly shipments: FollowShipments,
    private readonly cancelling: CancelOrderHandler,
  ) {}

  /** What stands right already is left alone and not told again. */
  async sync(tx: Transaction, sync: OrderToSync): Promise<SyncedOrder> {
    const { merchantId, wanted, person, cancelled } = sync;
    const { orderId, placed } = await this.place(tx, sync);
    const before = await this.orders.findLocked(tx, merchantId, orderId);
    if (!before) throw new Error(`order ${orderId} is not there`);
    if (person && !placed)
      await this.buyers.change(tx, merchantId, before.buyer_id, person, wanted.order.locale);
    const revived = cancelled && !wanted.cancelled && before.cancelled_at !== null;
    const order = await this.changing.change(tx, merchantId, before, wanted.order, revived);
    const numbersInUse = await this.shipments.follow(tx, merchantId, order, wanted.parcels, revived);
    if (wanted.cancelled) await this.cancelling.cancel(tx, merchantId, orderId);
    this.orders.keepOutcomes(tx, merchantId, orderId, outcomesOf(wanted.refunds, order.currency));
    return { orderId, numbersInUse };
  }

  private async place(
    tx: Transaction,
    { merchantId, orderId, wanted, person }: OrderToSync,
  ): Promise<{ orderId: string; placed: boolean }> {
    if (orderId !== null) return { orderId, placed: false };
    if (!person) throw new Error('an order is told without the person who placed it');
    const { orderId: id, buyerId } = newOrderIds();
    const [placement] = await this.placing.place(tx, merchantId, [
      { order: { ...wanted.order, id, buyerId }, person },
    ]);
    if (!placement) throw new Error('an order has no outcome');
    return { orderId: placement.orderId, placed: placement.kind === 'placed' };
  }
}

const outcomesOf = (refunds: readonly ToldRefund[], currency: string): OutcomeRow[] =>
  refunds.flatMap((refund) => {
    const minor = refund.amounts.reduce((sum, amount) => sum + (minorEach(amount, 1, currency) ?? 0), 0);
    return minor > 0
      ? [{ kind: 'refund', external_id: refund.id, amount_minor: minor, currency, occurred_at: refund.at }]
      : [];
  });
