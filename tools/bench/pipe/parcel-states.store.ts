import type { Transaction } from '@landfall/persistence';
import type { ParcelState } from '../workload/parcel-state.ts';

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

/** Writes parcels in one statement; they must be sorted by id. */
export const saveParcels = async (tx: Transaction, parcels: readonly ParcelState[]): Promise<void> => {
  await tx.query(
    `INSERT INTO parcel_state
     SELECT "parcelId", "merchantId", state, "lastMilestone", "lastEventAt", "dispatchedAt", "outForDeliveryAt",
       "deliveredAt", version
     FROM jsonb_to_recordset($1::jsonb) AS parcel("parcelId" uuid, "merchantId" uuid, state text,
       "lastMilestone" text, "lastEventAt" timestamptz, "dispatchedAt" timestamptz, "outForDeliveryAt" timestamptz,
       "deliveredAt" timestamptz, version integer)
     ON CONFLICT (parcel_id) DO UPDATE SET
       state = excluded.state, last_milestone = excluded.last_milestone, last_event_at = excluded.last_event_at,
       dispatched_at = excluded.dispatched_at, out_for_delivery_at = excluded.out_for_delivery_at,
       delivered_at = excluded.delivered_at, version = excluded.version`,
    [JSON.stringify(parcels)],
  );
};
