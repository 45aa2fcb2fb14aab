import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { ProblemError, toProblem, validationFailed } from '@landfall/service-kit';
import type { AcceptedOrder } from '../place-order/accept-order.ts';
import {
  outcomeOf,
  PlaceOrderBatchHandler,
  type BatchItem,
} from '../place-order-batch/place-order-batch.handler.ts';
import { readMapping, type FoundColumns } from './columns.ts';
import type { ImportOrdersQuery } from './import-orders.request.ts';
import { readOrders, type ImportedOrder } from './read-orders.ts';
import { readOrdersTable } from './read-orders-table.ts';
import { isTimeZone } from './read-time.ts';

/** Orders that one statement places. */
const together = 500;

/** What became of an order of a file. */
interface ImportedItem extends BatchItem {
  rows: number[];
  externalId?: string;
}

/** What became of a file, as the API answers. */
export interface ImportOutcome {
  placed: number;
  existing: number;
  refused: number;
  columns: Record<string, string>;
  ignoredColumns: string[];
  items: ImportedItem[];
}

/** Reads a file of orders and places the good ones. */
@Injectable()
export class ImportOrdersHandler {
  constructor(private readonly batches: PlaceOrderBatchHandler) {}

  /** Throws ProblemError where nothing of the file can be read, or it is not clear which column tells what. */
  async read(
    body: Uint8Array,
    query: ImportOrdersQuery,
  ): Promise<{ orders: ImportedOrder[]; found: FoundColumns }> {
    const { timeZone, marketplace, currency, dateOrder, decimalMark, encoding, sheet } = query;
    if (timeZone !== undefined && !isTimeZone(timeZone))
      throw validationFailed([{ pointer: '/timeZone', detail: 'must be a zone such as Asia/Shanghai' }]);
    const mapping = readMapping(query.mapping);
    const given = [
      ...(marketplace === undefined ? [] : (['marketplace'] as const)),
      ...(currency === undefined ? [] : (['currency'] as const)),
    ];
    const found = await readOrdersTable(body, { encoding, sheet, mapping, given });
    const options = { marketplace, currency, timeZone, dateOrder, decimalMark };
    return { orders: await readOrders(found, options), found };
  }

  /** What became of each order, in the order of their first rows. */
  async place(
    tx: Transaction,
    merchantId: string,
    { orders, found }: Awaited<ReturnType<ImportOrdersHandler['read']>>,
  ): Promise<ImportOutcome> {
    const accepted = orders.flatMap(({ result }) => (result instanceof ProblemError ? [] : [result]));
    const outcomes = new Map<AcceptedOrder, BatchItem>();
    for (let at = 0; at < accepted.length; at += together) {
      const part = accepted.slice(at, at + together);
      for (const [order, outcome] of await this.batches.placeAll(tx, merchantId, part))
        outcomes.set(order, outcomeOf(0, outcome));
    }
    const items = orders.map(({ rows, externalId, result }, index) => ({
      ...(result instanceof ProblemError ? refused(result) : placed(outcomes.get(result))),
      index,
      rows,
      ...(externalId !== undefined && { externalId }),
    }));
    const count = (fits: (status: number) => boolean) => items.filter(({ status }) => fits(status)).length;
    return {
      placed: count((status) => status === 201),
      existing: count((status) => status === 409),
      refused: count((status) => status !== 201 && status !== 409),
      columns: Object.fromEntries(Object.entries(found.columns).map(([name, { header }]) => [name, header])),
      ignoredColumns: found.ignored,
      items,
    };
  }
}

const refused = (problem: ProblemError): Omit<BatchItem, 'index'> => ({
  status: problem.status,
  error: toProblem(problem),
});

const placed = (item: BatchItem | undefined): BatchItem => {
  if (!item) throw new Error('an order has no outcome');
  return item;
};
