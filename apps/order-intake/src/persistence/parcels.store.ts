import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Allocation } from '../register-parcel/allocate-items.ts';

export type Purpose = 'outbound' | 'replacement' | 'return';

export interface TrackingNumber {
  trackingNumber: string;
  carrier: string;
  /** What its merchant should look at; undefined: nothing. */
  warnings?: { code: string; detail: string }[];
}

export interface NewParcel {
  id: string;
  orderId: string;
  purpose: Purpose;
  replacesParcelId: string | null;
  routeId: string | null;
  originCountry: string | null;
  declaredWeightGrams: number | null;
  dimensionsMm: { length: number; width: number; height: number } | null;
  shippedAt: string | null;
  /** Minor units of the order's currency. */
  priceMinor: number;
  goodsCostMinor: number;
  goodsCostAssumed: boolean;
  items: readonly Allocation[];
}

/** A parcel with its numbers and items and with what its order says. */
export interface ParcelRow {
  merchant_id: string;
  id: string;
  order_id: string;
  purpose: Purpose;
  replaces_parcel_id: string | null;
  route_id: string | null;
  origin_country: string | null;
  declared_weight_grams: number | null;
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  shipped_at: Date | null;
  registered_at: Date;
  /** bigint, as text. */
  price_minor: string;
  goods_cost_minor: string;
  goods_cost_assumed: boolean;
  cancelled_at: Date | null;
  ended_at: Date | null;
  version: number;
  tracking_numbers: TrackingNumber[];
  items: { sku: string; quantity: number }[];
  external_id: string;
  marketplace: string;
  currency: string;
  ship_country: string;
  ship_state: string | null;
  ship_city: string | null;
  placed_at: Date;
  promised_at: Date | null;
  buyer_id: string;
}

/** What of an order is packed in which of its parcels. */
export interface PackedRow {
  id: string;
  purpose: Purpose;
  /** False for parcels whose items may be sent anew: cancelled ones. */
  holds_items: boolean;
  items: Allocation[];
}

/** How a number is compared: as carriers do, without regard to case and spaces. */
export const numberKeys = ({ trackingNumber, carrier }: TrackingNumber) => ({
  numberKey: trackingNumber.replaceAll(/\s+/g, '').toUpperCase(),
  carrierKey: carrier.trim().toLowerCase(),
});

/** Parcels with their tracking numbers and items. */
@Injectable()
export class ParcelsStore {
  async find(tx: Transaction, merchantId: string, id: string): Promise<ParcelRow | undefined> {
    const [row] = await tx.query<ParcelRow>(
      `SELECT p.*, o.external_id, o.marketplace, o.currency, o.ship_country, o.ship_state, o.ship_city, o.placed_at,
         o.promised_at, o.buyer_id,
         (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(
              jsonb_build_object('trackingNumber', n.tracking_number, 'carrier', n.carrier, 'warnings', n.warnings))
            ORDER BY n.position), '[]') FROM parcel_tracking_number n
          WHERE n.merchant_id = p.merchant_id AND n.parcel_id = p.id) AS tracking_numbers,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', i.quantity) ORDER BY i.position), '[]')
          FROM parcel_item i JOIN order_item l
            ON l.merchant_id = i.merchant_id AND l.order_id = p.order_id AND l.position = i.position
          WHERE i.merchant_id = p.merchant_id AND i.parcel_id = p.id) AS items
       FROM parcel p JOIN customer_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
       WHERE p.merchant_id = $1 AND p.id = $2`,
      [merchantId, id],
    );
    return row;
  }

  /** Locks a parcel until the transaction ends; tells whether it is there. */
  async lock(tx: Transaction, merchantId: string, id: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM parcel WHERE merchant_id = $1 AND id = $2 FOR UPDATE', [
      merchantId,
      id,
    ]);
    return rows.length > 0;
  }

  packedOf(tx: Transaction, merchantId: string, orderId: string): Promise<PackedRow[]> {
    return tx.query<PackedRow>(
      `SELECT p.id, p.purpose, p.cancelled_at IS NULL AND p.ended_as IS DISTINCT FROM 'cancelled' AS holds_items,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('position', i.position, 'quantity', i.quantity)), '[]')
          FROM parcel_item i WHERE i.merchant_id = p.merchant_id AND i.parcel_id = p.id) AS items
       FROM parcel p WHERE p.merchant_id = $1 AND p.order_id = $2 ORDER BY p.id`,
      [merchantId, orderId],
    );
  }

  /** Adds a parcel and its items; its version is 1. */
  async insert(tx: Transaction, merchantId: string, parcel: NewParcel, now: Date): Promise<void> {
    const { dimensionsMm: size } = parcel;
    await tx.query(
      `WITH packed AS (
         INSERT INTO parcel_item (merchant_id, parcel_id, position, quantity)
         SELECT $1, $2, i.position, i.quantity FROM jsonb_to_recordset($17::jsonb) AS i(position int, quantity int)
       )
       INSERT INTO parcel (merchant_id, id, order_id, purpose, replaces_parcel_id, route_id, origin_country,
         declared_weight_grams, length_mm, width_mm, height_mm, shipped_at, registered_at, price_minor,
         goods_cost_minor, goods_cost_assumed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        merchantId,
        parcel.id,
        parcel.orderId,
        parcel.purpose,
        parcel.replacesParcelId,
        parcel.routeId,
        parcel.originCountry,
        parcel.declaredWeightGrams,
        size?.length ?? null,
        size?.width ?? null,
        size?.height ?? null,
        parcel.shippedAt,
        now,
        parcel.priceMinor,
        parcel.goodsCostMinor,
        parcel.goodsCostAssumed,
        JSON.stringify(parcel.items),
      ],
    );
  }

  /**
   * Adds a number to a locked parcel; false where another active parcel of the merchant has it.
   * @param toldBy who told of it later than of the parcel: `merchant`, or a sender of tracking; null: its shop
   */
  async addNumber(
    tx: Transaction,
    merchantId: string,
    parcelId: string,
    number: TrackingNumber,
    now: Date,
    toldBy: string | null = null,
  ): Promise<boolean> {
    const { numberKey, carrierKey } = numberKeys(number);
    const rows = await tx.query(
      `INSERT INTO parcel_tracking_number
         (merchant_id, parcel_id, position, carrier, tracking_number, carrier_key, number_key, added_at, warnings,
          ended, told_by)
       SELECT $1, p.id, (SELECT count(*) FROM parcel_tracking_number n WHERE n.merchant_id = $1 AND n.parcel_id = $2),
         $3, $4, $5, $6, $7, $8, p.ended_at IS NOT NULL, $9
       FROM parcel p WHERE p.merchant_id = $1 AND p.id = $2
       ON CONFLICT (merchant_id, carrier_key, number_key) WHERE NOT ended DO NOTHING
       RETURNING parcel_id`,
      [
        merchantId,
        parcelId,
        number.carrier,
        number.trackingNumber,
        carrierKey,
        numberKey,
        now,
        number.warnings ? JSON.stringify(number.warnings) : null,
        toldBy,
      ],
    );
    return rows.length > 0;
  }

  /** The carriers of the merchant's last 50 numbers that differ from this one in digits alone; the most usual first. */
  carriersOfLikeNumbers(
    tx: Transaction,
    merchantId: string,
    trackingNumber: string,
  ): Promise<{ carrier: string; numbers: number }[]> {
    const { numberKey } = numberKeys({ trackingNumber, carrier: '' });
    return tx.query<{ carrier: string; numbers: number }>(
      `SELECT min(carrier) AS carrier, count(*)::int AS numbers FROM (
         SELECT carrier, carrier_key FROM parcel_tracking_number
         WHERE merchant_id = $1 AND number_shape = translate($2, '012345678', '999999999')
         ORDER BY added_at DESC LIMIT 50
       ) AS last GROUP BY carrier_key ORDER BY numbers DESC, carrier`,
      [merchantId, numberKey],
    );
  }

  /** Raises the version of a locked parcel and gives it. */
  async raiseVersion(tx: Transaction, merchantId: string, id: string): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      'UPDATE parcel SET version = version + 1 WHERE merchant_id = $1 AND id = $2 RETURNING version',
      [merchantId, id],
    );
    if (!row) throw new Error(`parcel ${id} is not there`);
    return row.version;
  }

  /** Cancels the parcels of a locked order that have not ended; gives their new versions, sorted by id. */
  async cancelOfOrder(
    tx: Transaction,
    merchantId: string,
    orderId: string,
    now: Date,
  ): Promise<{ id: string; version: number }[]> {
    await tx.query('SELECT 1 FROM parcel WHERE merchant_id = $1 AND order_id = $2 ORDER BY id FOR UPDATE', [
      merchantId,
      orderId,
    ]);
    return tx.query<{ id: string; version: number }>(
      `WITH cancelled AS (
         UPDATE parcel SET cancelled_at = $3, version = version + 1
         WHERE merchant_id = $1 AND order_id = $2 AND cancelled_at IS NULL AND ended_at IS NULL
         RETURNING id, version
       )
       SELECT id, version FROM cancelled ORDER BY id`,
      [merchantId, orderId, now],
    );
  }

  /** Cancels a locked parcel; gives its new version. */
  async cancel(tx: Transaction, merchantId: string, id: string, now: Date): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `UPDATE parcel SET cancelled_at = $3, version = version + 1
       WHERE merchant_id = $1 AND id = $2 RETURNING version`,
      [merchantId, id, now],
    );
    if (!row) throw new Error(`parcel ${id} is not there`);
    return row.version;
  }

  /** Cancels a locked parcel that has not ended and frees its numbers; gives its new version, undefined where it has ended. */
  async withdraw(tx: Transaction, merchantId: string, id: string, now: Date): Promise<number | undefined> {
    const [row] = await tx.query<{ version: number }>(
      `WITH withdrawn AS (
         UPDATE parcel SET cancelled_at = coalesce(cancelled_at, $3), version = version + 1
         WHERE merchant_id = $1 AND id = $2 AND ended_at IS NULL RETURNING version
       ), freed AS (
         UPDATE parcel_tracking_number SET ended = true
         WHERE merchant_id = $1 AND parcel_id = $2 AND NOT ended AND EXISTS (SELECT FROM withdrawn)
       )
       SELECT version FROM withdrawn`,
      [merchantId, id, now],
    );
    return row?.version;
  }

  /** Gives a locked parcel other items and the value that follows; its version is raised. */
  async repack(
    tx: Transaction,
    merchantId: string,
    parcel: Pick<NewParcel, 'id' | 'items' | 'priceMinor' | 'goodsCostMinor' | 'goodsCostAssumed'>,
  ): Promise<void> {
    tx.execute('DELETE FROM parcel_item WHERE merchant_id = $1 AND parcel_id = $2', [merchantId, parcel.id]);
    tx.execute(
      `INSERT INTO parcel_item (merchant_id, parcel_id, position, quantity)
       SELECT $1, $2, i.position, i.quantity FROM jsonb_to_recordset($3::jsonb) AS i(position int, quantity int)`,
      [merchantId, parcel.id, JSON.stringify(parcel.items)],
    );
    await tx.query(
      `UPDATE parcel SET price_minor = $3, goods_cost_minor = $4, goods_cost_assumed = $5, version = version + 1
       WHERE merchant_id = $1 AND id = $2`,
      [merchantId, parcel.id, parcel.priceMinor, parcel.goodsCostMinor, parcel.goodsCostAssumed],
    );
  }

  /** The active parcel that has this carrier's number. */
  async idWithNumber(
    tx: Transaction,
    merchantId: string,
    number: TrackingNumber,
  ): Promise<{ id: string; orderId: string } | undefined> {
    const { numberKey, carrierKey } = numberKeys(number);
    const [row] = await tx.query<{ id: string; orderId: string }>(
      `SELECT p.id, p.order_id AS "orderId" FROM parcel_tracking_number n
       JOIN parcel p ON p.merchant_id = n.merchant_id AND p.id = n.parcel_id
       WHERE n.merchant_id = $1 AND n.carrier_key = $2 AND n.number_key = $3 AND NOT n.ended`,
      [merchantId, carrierKey, numberKey],
    );
    return row;
  }

  /** Locks the parcels of these keys, sorted; gives those that are there. */
  async lockMany(tx: Transaction, keys: readonly { merchantId: string; id: string }[]): Promise<Set<string>> {
    const rows = await tx.query<{ merchant_id: string; id: string }>(
      `SELECT merchant_id, id FROM parcel
       WHERE (merchant_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
       ORDER BY id, merchant_id FOR UPDATE`,
      [keys.map(({ merchantId }) => merchantId), keys.map(({ id }) => id)],
    );
    return new Set(rows.map((row) => parcelKey(row.merchant_id, row.id)));
  }

  /** Ends locked parcels that have not ended yet and frees their numbers. */
  async end(
    tx: Transaction,
    endings: readonly { merchantId: string; id: string; at: Date; as: string }[],
  ): Promise<void> {
    const records = endings.map(({ merchantId, id, at, as }) => ({
      merchant_id: merchantId,
      id,
      ended_at: at,
      ended_as: as,
    }));
    await tx.query(
      `WITH ended AS (
         UPDATE parcel p SET ended_at = e.ended_at, ended_as = e.ended_as
         FROM jsonb_to_recordset($1::jsonb) AS e(merchant_id uuid, id uuid, ended_at timestamptz, ended_as text)
         WHERE p.merchant_id = e.merchant_id AND p.id = e.id AND p.ended_at IS NULL
         RETURNING p.merchant_id, p.id
       )
       UPDATE parcel_tracking_number n SET ended = true
       FROM ended WHERE n.merchant_id = ended.merchant_id AND n.parcel_id = ended.id AND NOT n.ended`,
      [JSON.stringify(records)],
    );
  }
}

/** A parcel of a merchant, as one text. */
export const parcelKey = (merchantId: string, id: string): string => `${merchantId} ${id}`;
