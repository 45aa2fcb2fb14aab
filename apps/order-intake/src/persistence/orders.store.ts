import { Injectable } from '@nestjs/common';
import { parseMoney, type Money } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import type { SealedPerson } from '../encryption/vault.ts';
import type { Order } from '../order/order.ts';
import type { BuyerRow } from './buyers.store.ts';

/** A line as jsonb gives it; amounts are whole numbers that a double holds. */
export interface OrderItemRow {
  position: number;
  /** Of a marketplace's webhook. */
  external_line_id: string | null;
  sku: string;
  title: string;
  quantity: number;
  unit_price_minor: number;
  unit_cost_minor: number | null;
  weight_grams: number | null;
  attributes: string[];
  hs_code: string | null;
  origin_country: string | null;
  declared_minor: number | null;
  declared_currency: string | null;
}

export interface OrderRow extends Omit<BuyerRow, 'id'> {
  id: string;
  external_id: string;
  marketplace: string;
  placed_at: Date;
  currency: string;
  buyer_id: string;
  ship_country: string;
  ship_state: string | null;
  ship_city: string | null;
  promised_at: Date | null;
  ship_by: Date | null;
  route_id: string | null;
  ioss_number: string | null;
  payment_method: string | null;
  /** bigint, as text. */
  cod_minor: string | null;
  cod_currency: string | null;
  created_at: Date;
  cancelled_at: Date | null;
  version: number;
  items: OrderItemRow[];
  parcel_ids: string[];
  outcomes: OutcomeRow[];
}

/** What became of an order as its marketplace tells it. */
export interface OutcomeRow {
  kind: 'refund';
  external_id: string;
  amount_minor: number;
  currency: string;
  /** ISO 8601. */
  occurred_at: string;
}

export interface NewOrder {
  order: Order;
  sealed: SealedPerson;
}

/** Where an order stands in a list: newest first. */
export interface OrderFilter {
  externalId: string | undefined;
  marketplace: string | undefined;
  /** Orders older than this id only. */
  before: string | undefined;
  limit: number;
}

const wholeOrder = `
SELECT o.*, b.wrapped_key, b.ciphertext, b.locale, b.consent_email, b.consent_sms,
  (SELECT jsonb_agg(to_jsonb(i) - 'merchant_id' - 'order_id' ORDER BY i.position) FROM order_item i
   WHERE i.merchant_id = o.merchant_id AND i.order_id = o.id) AS items,
  ARRAY(SELECT p.id::text FROM parcel p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id ORDER BY p.id) AS parcel_ids,
  (SELECT coalesce(jsonb_agg(to_jsonb(c) - 'merchant_id' - 'order_id' ORDER BY c.occurred_at, c.external_id), '[]')
   FROM order_outcome c WHERE c.merchant_id = o.merchant_id AND c.order_id = o.id) AS outcomes
FROM customer_order o JOIN buyer b ON b.merchant_id = o.merchant_id AND b.id = o.buyer_id`;

/** Orders with their lines and buyers. */
@Injectable()
export class OrdersStore {
  /** Adds orders in one statement; gives the ids of those whose external id was free. */
  async insert(
    tx: Transaction,
    merchantId: string,
    orders: readonly NewOrder[],
    now: Date,
  ): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(insertSql, [
      merchantId,
      now,
      JSON.stringify(orders.map(orderRecord)),
      JSON.stringify(orders.map(buyerRecord)),
      JSON.stringify(orders.flatMap(({ order }) => itemRecords(order))),
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Ids of the orders that have these external ids, by {@link externalKey}. */
  async idsOf(
    tx: Transaction,
    merchantId: string,
    orders: readonly Pick<Order, 'externalId' | 'marketplace'>[],
  ): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; external_id: string; marketplace: string }>(
      `SELECT id, external_id, marketplace FROM customer_order
       WHERE merchant_id = $1 AND (external_id, marketplace) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      [merchantId, orders.map((order) => order.externalId), orders.map((order) => order.marketplace)],
    );
    return new Map(
      rows.map((row) => [externalKey({ externalId: row.external_id, marketplace: row.marketplace }), row.id]),
    );
  }

  async find(tx: Transaction, merchantId: string, id: string): Promise<OrderRow | undefined> {
    const [row] = await tx.query<OrderRow>(`${wholeOrder} WHERE o.merchant_id = $1 AND o.id = $2`, [
      merchantId,
      id,
    ]);
    return row;
  }

  /** The order, locked until the transaction ends: parcels of one order are made one after the other. */
  async findLocked(tx: Transaction, merchantId: string, id: string): Promise<OrderRow | undefined> {
    await tx.query('SELECT 1 FROM customer_order WHERE merchant_id = $1 AND id = $2 FOR UPDATE', [
      merchantId,
      id,
    ]);
    // A statement of its own: its snapshot is younger than the lock.
    return this.find(tx, merchantId, id);
  }

  /** One row more than the limit, where there is one. */
  list(tx: Transaction, merchantId: string, filter: OrderFilter): Promise<OrderRow[]> {
    return tx.query<OrderRow>(
      `${wholeOrder}
       WHERE o.merchant_id = $1
         AND ($2::text IS NULL OR o.external_id = $2)
         AND ($3::text IS NULL OR o.marketplace = $3)
         AND ($4::uuid IS NULL OR o.id < $4)
       ORDER BY o.id DESC LIMIT $5`,
      [
        merchantId,
        filter.externalId ?? null,
        filter.marketplace ?? null,
        filter.before ?? null,
        filter.limit + 1,
      ],
    );
  }

  /** Marks a locked order as cancelled; gives its new version. */
  async cancel(tx: Transaction, merchantId: string, id: string, now: Date): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `UPDATE customer_order SET cancelled_at = $3, version = version + 1
       WHERE merchant_id = $1 AND id = $2 RETURNING version`,
      [merchantId, id, now],
    );
    if (!row) throw new Error(`order ${id} is not there to be cancelled`);
    return row.version;
  }

  /** Gives a locked order other lines, destination, payment and cancellation; gives its new version. */
  async update(
    tx: Transaction,
    merchantId: string,
    order: Pick<Order, 'id' | 'destination' | 'paymentMethod' | 'lines'>,
    cancelledAt: Date | null,
  ): Promise<number> {
    const { country, state, city } = order.destination;
    tx.execute('DELETE FROM order_item WHERE merchant_id = $1 AND order_id = $2', [merchantId, order.id]);
    tx.execute(
      `INSERT INTO order_item (merchant_id, order_id, position, sku, title, quantity, unit_price_minor, unit_cost_minor,
         weight_grams, attributes, hs_code, origin_country, declared_minor, declared_currency, external_line_id)
       SELECT $1, i.* FROM jsonb_to_recordset($2::jsonb) AS i(${itemColumns})`,
      [merchantId, JSON.stringify(itemRecords(order))],
    );
    const [row] = await tx.query<{ version: number }>(
      `UPDATE customer_order SET ship_country = $3, ship_state = $4, ship_city = $5, payment_method = $6,
         cancelled_at = $7, version = version + 1
       WHERE merchant_id = $1 AND id = $2 RETURNING version`,
      [merchantId, order.id, country, state, city, order.paymentMethod, cancelledAt],
    );
    if (!row) throw new Error(`order ${order.id} is not there to be changed`);
    return row.version;
  }

  /** Keeps what became of an order; the same again changes nothing. */
  keepOutcomes(tx: Transaction, merchantId: string, orderId: string, outcomes: readonly OutcomeRow[]): void {
    if (outcomes.length === 0) return;
    tx.execute(
      `INSERT INTO order_outcome (merchant_id, order_id, kind, external_id, amount_minor, currency, occurred_at)
       SELECT $1, $2, o.* FROM jsonb_to_recordset($3::jsonb)
         AS o(kind text, external_id text, amount_minor bigint, currency text, occurred_at timestamptz)
       ON CONFLICT (merchant_id, order_id, kind, external_id) DO UPDATE
         SET amount_minor = EXCLUDED.amount_minor, currency = EXCLUDED.currency, occurred_at = EXCLUDED.occurred_at`,
      [merchantId, orderId, JSON.stringify(outcomes)],
    );
  }
}

/** What an order is known by at its marketplace, as one text. */
export const externalKey = ({ externalId, marketplace }: Pick<Order, 'externalId' | 'marketplace'>): string =>
  JSON.stringify([marketplace, externalId]);

const itemColumns = `order_id uuid, position int, sku text, title text, quantity int, unit_price_minor bigint,
  unit_cost_minor bigint, weight_grams int, attributes text[], hs_code text, origin_country text, declared_minor bigint,
  declared_currency text, external_line_id text`;

// Sorted by the unique key, so that two batches with the same orders wait for each other in one direction only.
const insertSql = `
WITH placed AS (
  INSERT INTO customer_order (merchant_id, id, external_id, marketplace, placed_at, currency, buyer_id, ship_country,
    ship_state, ship_city, promised_at, ship_by, route_id, ioss_number, payment_method, cod_minor, cod_currency, created_at)
  SELECT $1, id, external_id, marketplace, placed_at, currency, buyer_id, ship_country,
    ship_state, ship_city, promised_at, ship_by, route_id, ioss_number, payment_method, cod_minor, cod_currency, $2
  FROM ROWS FROM (jsonb_to_recordset($3::jsonb) AS (id uuid, external_id text, marketplace text, placed_at timestamptz,
    currency text, buyer_id uuid, ship_country text, ship_state text, ship_city text, promised_at timestamptz,
    ship_by timestamptz, route_id text, ioss_number text, payment_method text, cod_minor bigint, cod_currency text))
    WITH ORDINALITY AS incoming(id, external_id, marketplace, placed_at, currency, buyer_id, ship_country, ship_state,
      ship_city, promised_at, ship_by, route_id, ioss_number, payment_method, cod_minor, cod_currency, position)
  ORDER BY external_id, marketplace, position
  ON CONFLICT (merchant_id, external_id, marketplace) DO NOTHING
  RETURNING id, buyer_id
), bought AS (
  INSERT INTO buyer (merchant_id, id, wrapped_key, ciphertext, locale, consent_email, consent_sms)
  SELECT $1, b.* FROM jsonb_to_recordset($4::jsonb) AS b(id uuid, wrapped_key bytea, ciphertext bytea, locale text,
    consent_email boolean, consent_sms boolean)
  WHERE b.id IN (SELECT buyer_id FROM placed)
), contained AS (
  INSERT INTO order_item (merchant_id, order_id, position, sku, title, quantity, unit_price_minor, unit_cost_minor,
    weight_grams, attributes, hs_code, origin_country, declared_minor, declared_currency, external_line_id)
  SELECT $1, i.* FROM jsonb_to_recordset($5::jsonb) AS i(${itemColumns})
  WHERE i.order_id IN (SELECT id FROM placed)
)
SELECT id FROM placed`;

const minorOf = (money: Money | null): number | null => {
  if (!money) return null;
  const parsed = parseMoney(money);
  if (!parsed.ok) throw new Error(`${money.amount} ${money.currency}: ${parsed.error}`);
  return parsed.minor;
};

const orderRecord = ({ order }: NewOrder) => ({
  id: order.id,
  external_id: order.externalId,
  marketplace: order.marketplace,
  placed_at: order.placedAt,
  currency: order.currency,
  buyer_id: order.buyerId,
  ship_country: order.destination.country,
  ship_state: order.destination.state,
  ship_city: order.destination.city,
  promised_at: order.promisedAt,
  ship_by: order.shipBy,
  route_id: order.routeId,
  ioss_number: order.iossNumber,
  payment_method: order.paymentMethod,
  cod_minor: minorOf(order.codAmount),
  cod_currency: order.codAmount?.currency ?? null,
});

const bytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

const buyerRecord = ({ order, sealed }: NewOrder) => ({
  id: order.buyerId,
  wrapped_key: bytea(sealed.wrappedKey),
  ciphertext: bytea(sealed.ciphertext),
  locale: order.locale,
  consent_email: order.consent.email ?? null,
  consent_sms: order.consent.sms ?? null,
});

const itemRecords = (order: Pick<Order, 'id' | 'lines'>) =>
  order.lines.map((line) => ({
    order_id: order.id,
    position: line.position,
    sku: line.sku,
    title: line.title,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    unit_cost_minor: line.unitCostMinor,
    weight_grams: line.weightGrams,
    attributes: line.attributes,
    hs_code: line.hsCode,
    origin_country: line.originCountry,
    declared_minor: minorOf(line.declaredValue),
    declared_currency: line.declaredValue?.currency ?? null,
    external_line_id: line.externalLineId,
  }));
