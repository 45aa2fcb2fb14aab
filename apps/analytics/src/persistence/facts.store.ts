import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Movement, Registration } from '../record-facts/fold-facts.ts';
import type { ParcelFact } from '../scorecard/parcel-fact.ts';

/** A parcel as far as it is known. */
export interface KnownParcel {
  parcelId: string;
  merchantId: string;
  registration: Registration;
  movement: Movement;
}

interface FactRow {
  parcel_id: string;
  merchant_id: string;
  registration_version: number;
  purpose: string | null;
  carrier: string | null;
  route_id: string | null;
  origin_country: string | null;
  destination_country: string | null;
  registered_at: number | null;
  promised_at: number | null;
  cancelled_at: number | null;
  state_version: number;
  state: string | null;
  state_origin_country: string | null;
  dispatched_at: number | null;
  delivered_at: number | null;
}

const millis = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8 AS ${column}`;
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

const factColumns = `parcel_id, merchant_id, registration_version::float8 AS registration_version, purpose, carrier,
  route_id, origin_country, destination_country, ${millis('registered_at')}, ${millis('promised_at')},
  ${millis('cancelled_at')}, state_version::float8 AS state_version, state, state_origin_country,
  ${millis('dispatched_at')}, ${millis('delivered_at')}`;

/** The rows of parcel_fact. Instants cross as epoch milliseconds. */
@Injectable()
export class FactsStore {
  /** The known ones of these parcels, locked in the order of their ids. */
  async lock(tx: Transaction, parcelIds: readonly string[]): Promise<Map<string, KnownParcel>> {
    const rows = await tx.query<FactRow>(
      `SELECT ${factColumns} FROM parcel_fact WHERE parcel_id = ANY($1::uuid[]) ORDER BY parcel_id FOR UPDATE`,
      [[...parcelIds].sort()],
    );
    return new Map(rows.map((row) => [row.parcel_id, toKnownParcel(row)]));
  }

  /** Writes the columns of the parcels topic. Fails with SQLSTATE 42501 where a parcel is another merchant's. */
  async writeRegistrations(
    tx: Transaction,
    parcels: readonly Pick<KnownParcel, 'parcelId' | 'merchantId' | 'registration'>[],
  ): Promise<void> {
    const rows = parcels.map(({ parcelId, merchantId, registration }) => ({
      parcel_id: parcelId,
      merchant_id: merchantId,
      version: registration.version,
      purpose: registration.purpose,
      carrier: registration.carrier,
      route_id: registration.routeId,
      origin_country: registration.originCountry,
      destination_country: registration.destinationCountry,
      registered_at: iso(registration.registeredAt),
      promised_at: iso(registration.promisedAt),
      cancelled_at: iso(registration.cancelledAt),
    }));
    await tx.query(
      `INSERT INTO parcel_fact AS known (parcel_id, merchant_id, registration_version, purpose, carrier, route_id,
         origin_country, destination_country, registered_at, promised_at, cancelled_at)
       SELECT parcel_id, merchant_id, version, purpose, carrier, route_id,
         origin_country, destination_country, registered_at, promised_at, cancelled_at
       FROM jsonb_to_recordset($1::jsonb) AS told(parcel_id uuid, merchant_id uuid, version bigint, purpose text,
         carrier text, route_id text, origin_country text, destination_country text, registered_at timestamptz,
         promised_at timestamptz, cancelled_at timestamptz)
       ORDER BY parcel_id
       ON CONFLICT (parcel_id) DO UPDATE SET registration_version = EXCLUDED.registration_version,
         purpose = EXCLUDED.purpose, carrier = EXCLUDED.carrier, route_id = EXCLUDED.route_id,
         origin_country = EXCLUDED.origin_country, destination_country = EXCLUDED.destination_country,
         registered_at = EXCLUDED.registered_at, promised_at = EXCLUDED.promised_at,
         cancelled_at = EXCLUDED.cancelled_at
       WHERE known.registration_version < EXCLUDED.registration_version`,
      [JSON.stringify(rows)],
    );
  }

  /** Writes the columns of the parcel-states topic. Fails with SQLSTATE 42501 where a parcel is another merchant's. */
  async writeMovements(
    tx: Transaction,
    parcels: readonly Pick<KnownParcel, 'parcelId' | 'merchantId' | 'movement'>[],
  ): Promise<void> {
    const rows = parcels.map(({ parcelId, merchantId, movement }) => ({
      parcel_id: parcelId,
      merchant_id: merchantId,
      version: movement.version,
      state: movement.state,
      origin_country: movement.originCountry,
      dispatched_at: iso(movement.dispatchedAt),
      delivered_at: iso(movement.deliveredAt),
    }));
    await tx.query(
      `INSERT INTO parcel_fact AS known (parcel_id, merchant_id, state_version, state, state_origin_country,
         dispatched_at, delivered_at)
       SELECT parcel_id, merchant_id, version, state, origin_country, dispatched_at, delivered_at
       FROM jsonb_to_recordset($1::jsonb) AS told(parcel_id uuid, merchant_id uuid, version bigint, state text,
         origin_country text, dispatched_at timestamptz, delivered_at timestamptz)
       ORDER BY parcel_id
       ON CONFLICT (parcel_id) DO UPDATE SET state_version = EXCLUDED.state_version, state = EXCLUDED.state,
         state_origin_country = EXCLUDED.state_origin_country, dispatched_at = EXCLUDED.dispatched_at,
         delivered_at = EXCLUDED.delivered_at
       WHERE known.state_version < EXCLUDED.state_version`,
      [JSON.stringify(rows)],
    );
  }

  /**
   * All registered parcels of a merchant.
   * @param originOf where the route that a parcel carries begins, for parcels whose own origin is not known
   */
  async load(
    tx: Transaction,
    merchantId: string,
    originOf: (routeId: string) => string | null,
  ): Promise<ParcelFact[]> {
    const rows = await tx.query<FactRow & { registered_at: number; destination_country: string }>(
      `SELECT purpose, route_id, origin_country, state_origin_country, destination_country, ${millis('registered_at')},
         ${millis('promised_at')}, ${millis('cancelled_at')}, ${millis('dispatched_at')}, ${millis('delivered_at')}
       FROM parcel_fact WHERE merchant_id = $1 AND registered_at IS NOT NULL`,
      [merchantId],
    );
    return rows.map((row) => ({
      originCountry:
        row.origin_country ??
        row.state_origin_country ??
        (row.route_id === null ? null : originOf(row.route_id)),
      destinationCountry: row.destination_country,
      routeId: row.route_id,
      purpose: row.purpose as ParcelFact['purpose'],
      registeredAt: row.registered_at,
      dispatchedAt: row.dispatched_at,
      deliveredAt: row.delivered_at,
      promisedAt: row.promised_at,
      cancelledAt: row.cancelled_at,
    }));
  }
}

const toKnownParcel = (row: FactRow): KnownParcel => ({
  parcelId: row.parcel_id,
  merchantId: row.merchant_id,
  registration: {
    version: row.registration_version,
    purpose: row.purpose,
    carrier: row.carrier,
    routeId: row.route_id,
    originCountry: row.origin_country,
    destinationCountry: row.destination_country,
    registeredAt: row.registered_at,
    promisedAt: row.promised_at,
    cancelledAt: row.cancelled_at,
  },
  movement: {
    version: row.state_version,
    state: row.state,
    originCountry: row.state_origin_country,
    dispatchedAt: row.dispatched_at,
    deliveredAt: row.delivered_at,
  },
});
