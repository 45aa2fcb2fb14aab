import { Injectable } from '@nestjs/common';
import type { ordersTopic } from '@landfall/contracts';
import type { BatchContext, Envelope, ReceivedEvent } from '@landfall/messaging';
import { exceptionId, type ExceptionRecord } from '../exception-record.ts';
import { ownerOf } from '../owner-of.ts';
import { loadExceptions, lockOrders, markScanned, orderKey, saveOrders } from '../persistence/order.store.ts';
import { saveExceptions } from '../persistence/parcel.store.ts';
import { advanceOrder, type AdvancedOrder } from './advance-order.ts';
import type { DispatchChange } from './dispatch-change.ts';
import { orderAfter, withDispatch, type OrderRecord } from './order-record.ts';

/** An order that something has changed, or that is looked at again. */
interface Touched {
  record: OrderRecord;
  cause: Envelope | undefined;
}

/**
 * Watches orders until a parcel of theirs is scanned: the one path for their events, their parcels' scans and due times.
 * Whoever holds rows of parcels as well has locked those first.
 */
@Injectable()
export class WatchOrders {
  /** Applies what was told of any number of orders in the batch's transaction. */
  async apply(events: readonly ReceivedEvent<typeof ordersTopic>[], context: BatchContext): Promise<void> {
    const byOrder = Map.groupBy(events, (event) => orderKey(keyOf(event)));
    const records = await lockOrders(
      context.tx,
      [...byOrder.values()].flatMap((of) => of.slice(0, 1)).map(keyOf),
    );
    const touched = records.flatMap((record): Touched[] => {
      const of = byOrder.get(orderKey(record)) ?? [];
      const after = of.reduce(orderAfter, record);
      return after === record ? [] : [{ record: after, cause: of.at(-1) }];
    });
    await this.advance(touched, context);
  }

  /**
   * Applies what a batch of parcels changes for their orders, in the transaction that holds the parcels' rows. First scans
   * are one statement, however many; more follows only for orders that have had an exception.
   */
  async applyDispatch(changes: readonly DispatchChange[], context: BatchContext): Promise<void> {
    if (changes.length === 0) return;
    const byOrder = Map.groupBy(changes, orderKey);
    const records = changes.every(({ isScanned }) => isScanned)
      ? await markScanned(context.tx, changes)
      : (await lockOrders(context.tx, changes)).map((record) =>
          withDispatch(record, byOrder.get(orderKey(record)) ?? []),
        );
    await this.advance(
      records.map((record) => ({ record, cause: byOrder.get(orderKey(record))?.at(-1)?.cause })),
      context,
    );
  }

  /** Looks at orders again because time has passed. */
  async lookAgain(records: readonly OrderRecord[], context: BatchContext): Promise<void> {
    await this.advance(
      records.map((record) => ({ record, cause: undefined })),
      context,
    );
  }

  private async advance(touched: readonly Touched[], { tx, now, emit }: BatchContext): Promise<void> {
    const open = await loadExceptions(
      tx,
      touched.flatMap(({ record: { merchantId, orderId, known } }) =>
        known?.open === true ? [{ merchantId, id: exceptionId(orderId, known) }] : [],
      ),
    );
    const saved: AdvancedOrder[] = [];
    const exceptions: (ExceptionRecord & { merchantId: string })[] = [];
    for (const { record, cause } of touched) {
      const advanced = advanceOrder(record, open, now);
      saved.push(advanced);
      if (advanced.exception) exceptions.push({ ...advanced.exception, merchantId: record.merchantId });
      if (advanced.event) emit(advanced.event, cause);
    }
    saveOrders(tx, saved);
    saveExceptions(tx, exceptions);
  }
}

const keyOf = (event: ReceivedEvent<typeof ordersTopic>) => ({
  merchantId: ownerOf(event),
  orderId: event.subject,
});
