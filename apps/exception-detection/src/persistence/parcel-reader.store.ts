import type { KnownException, ParcelState } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import type { Registration, Scan } from '../track-parcel/parcel-record.ts';

export interface StoredParcel {
  parcelId: string;
  registration: Registration;
  state: ParcelState | null;
  known: KnownException[];
}

export interface ParcelFilter {
  trackingNumber: string | undefined;
  state: string | undefined;
  leg: string | undefined;
  country: string | undefined;
  carrier: string | undefined;
  after: string | undefined;
  /** Rows at most. */
  limit: number;
}

interface Row {
  parcel_id: string;
  registration: Registration;
  state: ParcelState | null;
  known_exceptions: KnownException[];
}

const storedOf = (row: Row): StoredParcel => ({
  parcelId: row.parcel_id,
  registration: row.registration,
  state: row.state,
  known: row.known_exceptions,
});

export const findParcel = async (tx: Transaction, parcelId: string): Promise<StoredParcel | undefined> => {
  const [row] = await tx.query<Row>(
    'SELECT parcel_id, registration, state, known_exceptions FROM parcel WHERE parcel_id = $1 AND registration IS NOT NULL',
    [parcelId],
  );
  return row && storedOf(row);
};

export const scansOf = async (tx: Transaction, parcelId: string): Promise<Scan[]> => {
  const rows = await tx.query<{ scan: Scan }>('SELECT scan FROM parcel_event WHERE parcel_id = $1', [
    parcelId,
  ]);
  return rows.map((row) => row.scan);
};

/** Newest first: ids carry the time of their making. */
export const listParcels = async (tx: Transaction, filter: ParcelFilter): Promise<StoredParcel[]> => {
  const rows = await tx.query<Row>(
    `SELECT parcel_id, registration, state, known_exceptions FROM parcel
     WHERE registration IS NOT NULL
       AND ($1::text IS NULL OR parcel_id IN (SELECT parcel_id FROM parcel_number WHERE tracking_number = $1))
       AND ($2::text IS NULL OR status = $2)
       AND ($3::text IS NULL OR current_leg = $3)
       AND ($4::text IS NULL OR destination_country = $4)
       AND ($5::text IS NULL OR $5 = ANY(carriers))
       AND ($6::uuid IS NULL OR parcel_id < $6)
     ORDER BY parcel_id DESC LIMIT $7`,
    [
      filter.trackingNumber ?? null,
      filter.state ?? null,
      filter.leg ?? null,
      filter.country ?? null,
      filter.carrier ?? null,
      filter.after ?? null,
      filter.limit,
    ],
  );
  return rows.map(storedOf);
};

export const countByState = async (tx: Transaction): Promise<Record<string, number>> => {
  const rows = await tx.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM parcel WHERE registration IS NOT NULL GROUP BY status ORDER BY status',
  );
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
};
