import { createHash } from 'node:crypto';
import type { ParcelState } from '../../workload/parcel-state.ts';

/** Tables of a system that has run for a while. */
export interface Aged {
  /** Rows of parcels; the youngest are active. */
  readonly parcels: number;
  readonly active: number;
  readonly merchantIds: readonly string[];
  /** Storage parameters of the table of parcels; the tables of the bench have none. */
  readonly storage?: string;
}

/** Scans that an active parcel has had, and one that has arrived. */
const scansOf = { active: 5, arrived: 10 };
const youngestAt = Date.parse('2025-12-31T00:00:00Z');
/** Of 200,000 active ones that are on their way for 20 days. */
const msBetweenParcels = 8_640;

/**
 * Ids that the pipe still remembers: parcels are on their way for 20 days and have 6 scans, ids are kept for 38 to 76
 * days, so that four generations of active parcels have theirs at most: half of them claimed since the last turn.
 */
export const claimsOf = ({ active }: Aged): { now: number; before: number } => ({
  now: 2 * 6 * active,
  before: 2 * 6 * active,
});

/** A UUIDv7 like order-intake's: time first. @param age 0 for the youngest parcel */
export function parcelIdOf(age: number): string {
  const time = (youngestAt - age * msBetweenParcels).toString(16).padStart(12, '0');
  const rest = createHash('md5').update(`parcel ${age}`).digest('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}

const parcelIdSql = (age: string): string => `(
  lpad(to_hex(${youngestAt} - ${age} * ${msBetweenParcels}::bigint), 12, '0')
  || '7' || substr(md5('parcel ' || ${age}), 1, 3) || '8' || substr(md5('parcel ' || ${age}), 4, 15))::uuid`;

/** An active parcel as it stands before the first scan of the stream. */
export const activeParcel = (age: number, { merchantIds }: Aged): ParcelState => ({
  parcelId: parcelIdOf(age),
  merchantId: merchantIds[age % merchantIds.length] ?? '',
  state: 'in_transit',
  lastMilestone: 'departed_origin_country',
  lastEventAt: new Date(youngestAt),
  dispatchedAt: new Date(youngestAt),
  outForDeliveryAt: null,
  deliveredAt: null,
  version: scansOf.active,
});

/** Fills an empty parcel_state as the years would have left it: in the order in which parcels were made. */
export const fillParcelsSql = ({ parcels, active, merchantIds, storage }: Aged): string => `
  ${storage ? `ALTER TABLE parcel_state SET (${storage});` : ''}
  INSERT INTO parcel_state
  SELECT ${parcelIdSql('age')}, (ARRAY['${merchantIds.join("','")}'])[age % ${merchantIds.length} + 1]::uuid,
    CASE WHEN age < ${active} THEN 'in_transit' ELSE 'delivered' END,
    CASE WHEN age < ${active} THEN 'departed_origin_country' ELSE 'delivered' END,
    at, at, CASE WHEN age >= ${active} THEN at END, CASE WHEN age >= ${active} THEN at END,
    CASE WHEN age < ${active} THEN ${scansOf.active} ELSE ${scansOf.arrived} END
  FROM generate_series(${parcels - 1}, 0, -1) AS age, (SELECT to_timestamp(${youngestAt / 1_000}) AS at) AS youngest`;

/** Fills the tables of claims: by subject and hash, as claims are made (ADR 12). */
export const fillClaimsSql = (aged: Aged): string => {
  const { now, before } = claimsOf(aged);
  const claims = (table: string, from: number, to: number) => `
    INSERT INTO ${table}
    SELECT overlay(md5('claim ' || nth) PLACING left(${parcelIdSql('(nth / 6)')}::text, 8) FROM 1)::uuid
    FROM generate_series(${to - 1}, ${from}, -1) AS nth;`;
  return claims('processed_event_before', now, now + before) + claims('processed_event', 0, now);
};
