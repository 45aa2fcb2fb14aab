import type { KnownException } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import type { ExceptionData } from '../exception-record.ts';
import type { AdvancedOrder } from '../watch-orders/advance-order.ts';
import type { DispatchChange } from '../watch-orders/dispatch-change.ts';
import type { Order, OrderRecord } from '../watch-orders/order-record.ts';

/** Identifies an order's row. */
export interface OrderKey {
  merchantId: string;
  orderId: string;
}

/** The key as a text, for maps. */
export const orderKey = ({ merchantId, orderId }: OrderKey): string => `${merchantId} ${orderId}`;

interface Row {
  merchant_id: string;
  order_id: string;
  told: Order | null;
  told_version: number;
  cancelled_at: Date | null;
  scanned_parcels: string[];
  known_exception: KnownException | null;
  version: number;
}

const recordOf = (row: Row): OrderRecord => ({
  merchantId: row.merchant_id,
  orderId: row.order_id,
  order: row.told,
  orderVersion: row.told_version,
  cancelledAt: row.cancelled_at?.toISOString() ?? null,
  scannedParcels: row.scanned_parcels,
  known: row.known_exception,
  version: row.version,
});

const columns = `merchant_id, order_id, told, told_version::float8 AS told_version, cancelled_at,
  scanned_parcels, known_exception, version`;

/** Keys as two arrays, each once and sorted: every writer locks in this order. */
const sorted = (keys: readonly OrderKey[]): [string[], string[]] => {
  const once = [...new Map(keys.map((key) => [orderKey(key), key])).values()];
  const ordered = once.sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
  return [ordered.map((key) => key.merchantId), ordered.map((key) => key.orderId)];
};

/** Locks the orders' rows, made as stubs where they are not there yet. */
export const lockOrders = async (tx: Transaction, keys: readonly OrderKey[]): Promise<OrderRecord[]> => {
  const parameters = sorted(keys);
  tx.execute(
    `INSERT INTO order_watch (merchant_id, order_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING`,
    parameters,
  );
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM order_watch
     WHERE (merchant_id, order_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
     ORDER BY order_id FOR UPDATE`,
    parameters,
  );
  return rows.map(recordOf);
};

/**
 * Marks parcels as scanned in their orders' rows, made as stubs where they are not there yet: such an order is never due. Returns,
 * locked, those orders that have had an exception: only of them there may be more to do.
 */
export const markScanned = async (
  tx: Transaction,
  scanned: readonly DispatchChange[],
): Promise<OrderRecord[]> => {
  const byOrder = Map.groupBy(scanned, orderKey);
  const rows = await tx.query<Row>(
    `WITH marked AS (
       INSERT INTO order_watch AS known (merchant_id, order_id, scanned_parcels)
       SELECT merchant_id, order_id, scanned
       FROM jsonb_to_recordset($1::jsonb) AS now(merchant_id uuid, order_id uuid, scanned uuid[])
       ORDER BY order_id
       ON CONFLICT (merchant_id, order_id) DO UPDATE SET
         scanned_parcels = ARRAY(
           SELECT unnest(known.scanned_parcels) UNION SELECT unnest(EXCLUDED.scanned_parcels) ORDER BY 1),
         next_due_at = NULL
       RETURNING *
     )
     SELECT ${columns} FROM marked WHERE known_exception IS NOT NULL ORDER BY order_id`,
    [
      JSON.stringify(
        [...byOrder.values()].flatMap(([first, ...others]) =>
          first
            ? [
                {
                  merchant_id: first.merchantId,
                  order_id: first.orderId,
                  scanned: [first, ...others].map(({ parcelId }) => parcelId).sort(),
                },
              ]
            : [],
        ),
      ),
    ],
  );
  return rows.map(recordOf);
};

/** Locks orders that are due, earliest first; those that another process holds are left to it. */
export const lockDueOrders = async (
  tx: Transaction,
  now: Date,
  limit: number,
): Promise<{ record: OrderRecord; dueAt: Date }[]> => {
  const rows = await tx.query<Row & { next_due_at: Date }>(
    `SELECT ${columns}, next_due_at FROM order_watch WHERE next_due_at <= $1
     ORDER BY next_due_at, order_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
  return rows.map((row) => ({ record: recordOf(row), dueAt: row.next_due_at }));
};

export const earliestDueOrder = async (tx: Transaction): Promise<Date | null> => {
  const [row] = await tx.query<{ due: Date | null }>('SELECT min(next_due_at) AS due FROM order_watch');
  return row?.due ?? null;
};

export const clearDueOrder = (tx: Transaction, { merchantId, orderId }: OrderKey): void => {
  tx.execute('UPDATE order_watch SET next_due_at = NULL WHERE merchant_id = $1 AND order_id = $2', [
    merchantId,
    orderId,
  ]);
};

/** Writes orders as they now stand, in one statement. */
export const saveOrders = (
  tx: Transaction,
  advanced: readonly Pick<AdvancedOrder, 'record' | 'nextDueAt'>[],
): void => {
  if (advanced.length === 0) return;
  tx.execute(
    `UPDATE order_watch SET
       told = now.told, told_version = now.told_version, cancelled_at = now.cancelled_at,
       scanned_parcels = now.scanned_parcels, known_exception = now.known_exception, version = now.version,
       next_due_at = now.next_due_at
     FROM jsonb_to_recordset($1::jsonb) AS now(merchant_id uuid, order_id uuid, told jsonb, told_version bigint,
       cancelled_at timestamptz, scanned_parcels uuid[], known_exception jsonb, version int, next_due_at timestamptz)
     WHERE order_watch.merchant_id = now.merchant_id AND order_watch.order_id = now.order_id`,
    [
      JSON.stringify(
        advanced.map(({ record, nextDueAt }) => ({
          merchant_id: record.merchantId,
          order_id: record.orderId,
          told: record.order,
          told_version: record.orderVersion,
          cancelled_at: record.cancelledAt,
          scanned_parcels: record.scannedParcels,
          known_exception: record.known,
          version: record.version,
          next_due_at: nextDueAt,
        })),
      ),
    ],
  );
};

/** The stored data of exceptions, by their ids. */
export const loadExceptions = async (
  tx: Transaction,
  keys: readonly { merchantId: string; id: string }[],
): Promise<Map<string, ExceptionData>> => {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ id: string; data: ExceptionData }>(
    `SELECT id, data FROM exception
     WHERE (merchant_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.merchantId), keys.map((key) => key.id)],
  );
  return new Map(rows.map((row) => [row.id, row.data]));
};
