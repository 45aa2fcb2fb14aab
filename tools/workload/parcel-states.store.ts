import type { Transaction } from '@landfall/persistence';
import type { ParcelState } from './parcel-state.ts';

const columns = `parcel_id AS "parcelId", merchant_id AS "merchantId", state, last_milestone AS "lastMilestone",
  last_event_at AS "lastEventAt", dispatched_at AS "dispatchedAt", out_for_delivery_at AS "outForDeliveryAt",
  delivered_at AS "deliveredAt", version`;

/** Locks and reads the known ones of these parcels, in the order of their ids. */
export const lockParcels = async (
  tx: Transaction,
  parcelIds: readonly string[],
): Promise<Map<string, ParcelState>> => {
  const rows = await tx.query<ParcelState>(
    `SELECT ${columns} FROM parcel_state WHERE parcel_id = ANY($1::uuid[]) ORDER BY parcel_id FOR UPDATE`,
    [parcelIds],
  );
  return new Map(rows.map((row) => [row.parcelId, row]));
};

/** Writes parcels in one statement, an array a column; they must be sorted by id. */
export const saveParcels = (tx: Transaction, parcels: readonly ParcelState[]): void => {
  tx.execute(
    `INSERT INTO parcel_state
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
       $7::timestamptz[], $8::timestamptz[], $9::int[])
     ON CONFLICT (parcel_id) DO UPDATE SET
       state = excluded.state, last_milestone = excluded.last_milestone, last_event_at = excluded.last_event_at,
       dispatched_at = excluded.dispatched_at, out_for_delivery_at = excluded.out_for_delivery_at,
       delivered_at = excluded.delivered_at, version = excluded.version`,
    [
      parcels.map((parcel) => parcel.parcelId),
      parcels.map((parcel) => parcel.merchantId),
      parcels.map((parcel) => parcel.state),
      parcels.map((parcel) => parcel.lastMilestone),
      parcels.map((parcel) => parcel.lastEventAt.toISOString()),
      parcels.map((parcel) => parcel.dispatchedAt?.toISOString() ?? null),
      parcels.map((parcel) => parcel.outForDeliveryAt?.toISOString() ?? null),
      parcels.map((parcel) => parcel.deliveredAt?.toISOString() ?? null),
      parcels.map((parcel) => parcel.version),
    ],
  );
};
