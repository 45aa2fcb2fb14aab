import { Injectable } from '@nestjs/common';
import type { ParcelStateName } from '@landfall/contracts';
import type { Transaction } from '@landfall/persistence';
import type { Estimate, Parcel, Registration } from './parcel.ts';

interface ParcelRow {
  merchant_id: string;
  parcel_id: string;
  version: number;
  due_at: Date | null;
  registration_version: number | null;
  order_id: string;
  external_order_id: string;
  buyer_reference: string;
  purpose: Registration['purpose'];
  destination_country: string;
  registered_at: Date;
  promised_at: Date | null;
  tracking_version: number | null;
  state: ParcelStateName;
  dispatched_at: Date | null;
  out_for_delivery_at: Date | null;
  delivered_at: Date | null;
  estimate: Estimate | null;
  tracking_trace: Record<string, string> | null;
}

const toParcel = (row: ParcelRow): Parcel => ({
  merchantId: row.merchant_id,
  parcelId: row.parcel_id,
  version: row.version,
  dueAt: row.due_at,
  registration:
    row.registration_version === null
      ? null
      : {
          version: row.registration_version,
          orderId: row.order_id,
          externalOrderId: row.external_order_id,
          buyerReference: row.buyer_reference,
          purpose: row.purpose,
          destinationCountry: row.destination_country,
          registeredAt: row.registered_at,
          promisedAt: row.promised_at,
        },
  tracking:
    row.tracking_version === null
      ? null
      : {
          version: row.tracking_version,
          state: row.state,
          reached: {
            dispatched: row.dispatched_at,
            out_for_delivery: row.out_for_delivery_at,
            delivered: row.delivered_at,
          },
          estimate: row.estimate,
          trace: row.tracking_trace ?? {},
        },
});

const toRow = ({ registration, tracking, ...parcel }: Parcel) => ({
  parcel_id: parcel.parcelId,
  version: parcel.version,
  due_at: parcel.dueAt,
  registration_version: registration?.version,
  order_id: registration?.orderId,
  external_order_id: registration?.externalOrderId,
  buyer_reference: registration?.buyerReference,
  purpose: registration?.purpose,
  destination_country: registration?.destinationCountry,
  registered_at: registration?.registeredAt,
  promised_at: registration?.promisedAt,
  tracking_version: tracking?.version,
  state: tracking?.state,
  dispatched_at: tracking?.reached.dispatched,
  out_for_delivery_at: tracking?.reached.out_for_delivery,
  delivered_at: tracking?.reached.delivered,
  estimate: tracking?.estimate,
  tracking_trace: tracking?.trace,
});

/** Rows of parcels that the transaction's merchants own. */
@Injectable()
export class ParcelsStore {
  /** Locks parcels in the order of their ids, making those that are not yet known; by parcel id. */
  async lock(
    tx: Transaction,
    keys: readonly { merchantId: string; parcelId: string }[],
  ): Promise<Map<string, Parcel>> {
    await tx.query(
      `INSERT INTO parcel (merchant_id, parcel_id)
       SELECT DISTINCT ON (parcel_id) merchant_id, parcel_id FROM unnest($1::uuid[], $2::uuid[]) AS key(merchant_id, parcel_id)
       ORDER BY parcel_id ON CONFLICT DO NOTHING`,
      [keys.map((key) => key.merchantId), keys.map((key) => key.parcelId)],
    );
    return this.select(tx, keys, 'ORDER BY parcel_id FOR UPDATE');
  }

  /** Reads parcels; by parcel id. */
  read(tx: Transaction, keys: readonly { parcelId: string }[]): Promise<Map<string, Parcel>> {
    return this.select(tx, keys, '');
  }

  /** Writes parcels that the transaction has locked. */
  async write(tx: Transaction, parcels: readonly Parcel[]): Promise<void> {
    if (parcels.length === 0) return;
    await tx.query(
      `UPDATE parcel SET
         version = changed.version, due_at = changed.due_at,
         registration_version = changed.registration_version, order_id = changed.order_id,
         external_order_id = changed.external_order_id, buyer_reference = changed.buyer_reference, purpose = changed.purpose,
         destination_country = changed.destination_country, registered_at = changed.registered_at,
         promised_at = changed.promised_at,
         tracking_version = changed.tracking_version, state = changed.state, dispatched_at = changed.dispatched_at,
         out_for_delivery_at = changed.out_for_delivery_at, delivered_at = changed.delivered_at,
         estimate = changed.estimate, tracking_trace = changed.tracking_trace
       FROM jsonb_populate_recordset(NULL::parcel, $1::jsonb) AS changed
       WHERE parcel.parcel_id = changed.parcel_id`,
      [JSON.stringify(parcels.map(toRow))],
    );
  }

  /** When the first held message is due. */
  async nextDue(tx: Transaction): Promise<Date | null> {
    const [row] = await tx.query<{ due_at: Date }>(
      'SELECT due_at FROM parcel WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1',
    );
    return row?.due_at ?? null;
  }

  /** Locks parcels whose held message is due, except those that somebody else is working on. */
  async takeDue(tx: Transaction, now: Date, limit: number): Promise<Parcel[]> {
    const rows = await tx.query<ParcelRow>(
      'SELECT * FROM parcel WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED',
      [now, limit],
    );
    return rows.map(toParcel);
  }

  private async select(
    tx: Transaction,
    keys: readonly { parcelId: string }[],
    order: string,
  ): Promise<Map<string, Parcel>> {
    const rows = await tx.query<ParcelRow>(
      `SELECT * FROM parcel WHERE parcel_id = ANY($1::uuid[]) ${order}`,
      [keys.map((key) => key.parcelId)],
    );
    return new Map(rows.map((row) => [row.parcel_id, toParcel(row)]));
  }
}
