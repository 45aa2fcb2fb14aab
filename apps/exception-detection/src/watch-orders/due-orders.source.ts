import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { clearDueOrder, earliestDueOrder, lockDueOrders } from '../persistence/order.store.ts';
import type { OrderRecord } from './order-record.ts';
import { WatchOrders } from './watch-orders.ts';

interface DueOrder extends DueItem {
  record: OrderRecord;
}

/** Fires the ship-by times of orders that nobody has dispatched. */
@Injectable()
export class DueOrders implements DueSource<DueOrder>, OnModuleInit {
  readonly name = 'order';

  constructor(
    private readonly sweeper: Sweeper,
    private readonly orders: WatchOrders,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return earliestDueOrder(tx);
  }

  async take(tx: Transaction, now: Date, limit: number): Promise<DueOrder[]> {
    const due = await lockDueOrders(tx, now, limit);
    return due.map(({ record, dueAt }) => ({
      merchantId: record.merchantId,
      subject: record.orderId,
      dueAt,
      record,
    }));
  }

  async fire(items: DueOrder[], context: BatchContext): Promise<void> {
    await this.orders.lookAgain(
      items.map((item) => item.record),
      context,
    );
  }

  async unschedule(tx: Transaction, item: DueOrder): Promise<void> {
    clearDueOrder(tx, item.record);
  }
}
