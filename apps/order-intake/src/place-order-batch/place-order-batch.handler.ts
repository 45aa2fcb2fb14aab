import { Injectable } from '@nestjs/common';
import { isRecordFault, type Transaction } from '@landfall/persistence';
import { ProblemError, toProblem, type Problem } from '@landfall/service-kit';
import type { AcceptedOrder } from '../place-order/accept-order.ts';
import { orderExists } from '../place-order/order-exists.problem.ts';
import { PlaceOrdersHandler, type Placement } from '../place-order/place-orders.handler.ts';
import { readItem } from './read-batch.ts';

/** What became of one order of a batch. */
export interface BatchItem {
  index: number;
  status: number;
  /** Of the order, new or (409) already there. */
  id?: string;
  error?: Problem;
}

/** Places the good orders of a batch, whatever is wrong with the others. */
@Injectable()
export class PlaceOrderBatchHandler {
  constructor(private readonly orders: PlaceOrdersHandler) {}

  async place(tx: Transaction, merchantId: string, items: readonly unknown[]): Promise<BatchItem[]> {
    const read = items.map(readItem);
    const accepted = read.filter((item): item is AcceptedOrder => !(item instanceof ProblemError));
    const outcomes = await this.placeAll(tx, merchantId, accepted);
    return read.map((item, index) =>
      outcomeOf(index, item instanceof ProblemError ? item : outcomes.get(item)),
    );
  }

  /** All in one go; where one of them breaks it, each under a savepoint of its own. */
  async placeAll(
    tx: Transaction,
    merchantId: string,
    accepted: readonly AcceptedOrder[],
  ): Promise<Map<AcceptedOrder, Placement | Error>> {
    const together = await this.attempt(tx, merchantId, accepted);
    if (!(together instanceof Error))
      return new Map(accepted.map((order, index) => [order, placed(together[index])]));
    const outcomes = new Map<AcceptedOrder, Placement | Error>();
    for (const order of accepted) {
      const alone = await this.attempt(tx, merchantId, [order]);
      outcomes.set(order, alone instanceof Error ? alone : placed(alone[0]));
    }
    return outcomes;
  }

  private async attempt(
    tx: Transaction,
    merchantId: string,
    orders: readonly AcceptedOrder[],
  ): Promise<Placement[] | Error> {
    try {
      return await tx.attempt(() => this.orders.place(tx, merchantId, orders));
    } catch (error) {
      if (error instanceof ProblemError || !(error instanceof Error) || !isRecordFault(error)) throw error;
      return error;
    }
  }
}

const placed = (placement: Placement | undefined): Placement => {
  if (!placement) throw new Error('an order has no outcome');
  return placement;
};

/** What a batch says of one of its orders. */
export const outcomeOf = (index: number, outcome: Placement | Error | undefined): BatchItem => {
  if (outcome === undefined) throw new Error(`order ${index} has no outcome`);
  if (outcome instanceof Error) return refused(index, outcome);
  const { kind, orderId } = outcome;
  if (kind === 'placed') return { index, status: 201, id: orderId };
  return { ...refused(index, orderExists(orderId)), id: orderId };
};

const refused = (index: number, error: Error): BatchItem => {
  const problem = toProblem(error);
  return { index, status: problem.status, error: problem };
};
