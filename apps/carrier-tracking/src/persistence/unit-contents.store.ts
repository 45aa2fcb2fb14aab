import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Registration } from '../scans/match-registrations.ts';

/** A unit of a merchant. */
export interface UnitKey {
  merchantId: string;
  unitId: string;
}

/** Some of what is in a unit, by the order in which it was put in. Positions are bigint, as text. */
export interface Stretch {
  /** Begins behind this position. */
  after: string;
  /** Null: no end. */
  upto: string | null;
}

/** A parcel to be put in a unit. */
export interface NewMember {
  unitId: string;
  parcelId: string;
  /** As a manifest says it; null: nobody does. */
  weightGrams: number | null;
}

/** A number in a unit that no parcel is registered with. */
export interface AwaitedNumber {
  unitId: string;
  number: string;
  weightGrams: number | null;
}

/** A parcel in a unit. */
export interface Member {
  position: string;
  parcelId: string;
}

interface StretchRow {
  merchant_id: string;
  unit_id: string;
  after: string;
  upto: string;
}

/** Which parcels are in which units. They stay in them: what has happened to a unit has happened to its parcels. */
@Injectable()
export class UnitContentsStore {
  /**
   * Puts parcels in units; those that are in one already stay as they are, but for a weight that was told anew.
   * @returns where the others stand, in each unit that one was put in
   */
  async add(
    tx: Transaction,
    merchantId: string,
    members: readonly NewMember[],
  ): Promise<(UnitKey & Stretch)[]> {
    if (members.length === 0) return [];
    const rows = await tx.query<StretchRow>(
      `WITH put AS (
         INSERT INTO unit_member AS known (merchant_id, parcel_id, unit_id, weight_grams)
         SELECT DISTINCT ON (parcel_id, unit_id) $1::uuid, parcel_id, unit_id, weight_grams
         FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS given(parcel_id, unit_id, weight_grams)
         ORDER BY parcel_id, unit_id
         ON CONFLICT (merchant_id, parcel_id, unit_id) DO UPDATE SET weight_grams = EXCLUDED.weight_grams
           WHERE EXCLUDED.weight_grams <> coalesce(known.weight_grams, -1)
         RETURNING unit_id, position, xmax = 0 AS is_new
       )
       SELECT $1::uuid AS merchant_id, unit_id, min(position) - 1 AS after, max(position) AS upto
       FROM put WHERE is_new GROUP BY unit_id ORDER BY unit_id`,
      [
        merchantId,
        members.map(({ parcelId }) => parcelId),
        members.map(({ unitId }) => unitId),
        members.map(({ weightGrams }) => weightGrams),
      ],
    );
    return rows.map(stretchOf);
  }

  /** Notes numbers in units that no parcel of the merchant is registered with. The numbers are locked. */
  awaitNumbers(tx: Transaction, merchantId: string, awaited: readonly AwaitedNumber[]): void {
    if (awaited.length === 0) return;
    tx.execute(
      `INSERT INTO unit_number AS known (merchant_id, number, unit_id, weight_grams)
       SELECT DISTINCT ON (number COLLATE "C", unit_id) $1::uuid, number, unit_id, weight_grams
       FROM unnest($2::text[], $3::uuid[], $4::int[]) AS given(number, unit_id, weight_grams)
       ORDER BY number COLLATE "C", unit_id
       ON CONFLICT (merchant_id, number, unit_id) DO UPDATE SET weight_grams = EXCLUDED.weight_grams
         WHERE EXCLUDED.weight_grams <> coalesce(known.weight_grams, -1)`,
      [
        merchantId,
        awaited.map(({ number }) => number),
        awaited.map(({ unitId }) => unitId),
        awaited.map(({ weightGrams }) => weightGrams),
      ],
    );
  }

  /**
   * Puts parcels that are being registered in the units that wait for their numbers. Numbers and parcels are locked.
   * @returns where any of these parcels stand, in each unit that one is in: they could not be told of anything before
   */
  async registered(tx: Transaction, registrations: readonly Registration[]): Promise<(UnitKey & Stretch)[]> {
    if (registrations.length === 0) return [];
    const rows = await tx.query<StretchRow>(
      `WITH fresh AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS claim(merchant_id, parcel_id, number)
       ), awaited AS (
         DELETE FROM unit_number USING fresh
         WHERE unit_number.merchant_id = fresh.merchant_id AND unit_number.number = fresh.number
         RETURNING fresh.merchant_id, fresh.parcel_id, unit_number.unit_id, unit_number.weight_grams
       ), added AS (
         INSERT INTO unit_member (merchant_id, parcel_id, unit_id, weight_grams)
         SELECT * FROM awaited ORDER BY parcel_id
         ON CONFLICT DO NOTHING RETURNING merchant_id, unit_id, position
       ), known AS (
         SELECT merchant_id, unit_id, position FROM unit_member
         WHERE (merchant_id, parcel_id) IN (SELECT merchant_id, parcel_id FROM fresh)
       )
       SELECT merchant_id, unit_id, min(position) - 1 AS after, max(position) AS upto
       FROM (TABLE added UNION ALL TABLE known) AS standing GROUP BY merchant_id, unit_id`,
      [
        registrations.map(({ merchantId }) => merchantId),
        registrations.map(({ parcelId }) => parcelId),
        registrations.map(({ number }) => number),
      ],
    );
    return rows.map(stretchOf);
  }

  /** The first parcels of a stretch of a unit and of all units inside it; one may be in several of them. */
  async walk(
    tx: Transaction,
    { merchantId, unitId, after, upto }: UnitKey & Stretch,
    limit: number,
  ): Promise<Member[]> {
    return tx.query<Member>(
      `WITH RECURSIVE inside AS (
         SELECT $2::uuid AS id
         UNION ALL
         SELECT unit.id FROM unit JOIN inside ON unit.parent_id = inside.id WHERE unit.merchant_id = $1
       )
       SELECT member.position, member.parcel_id AS "parcelId" FROM inside CROSS JOIN LATERAL (
         SELECT position, parcel_id FROM unit_member
         WHERE merchant_id = $1 AND unit_id = inside.id AND position > $3
           AND position <= coalesce($4::bigint, 9223372036854775807)
         ORDER BY position LIMIT $5
       ) AS member
       ORDER BY member.position LIMIT $5`,
      [merchantId, unitId, after, upto, limit],
    );
  }
}

const stretchOf = (row: StretchRow): UnitKey & Stretch => ({
  merchantId: row.merchant_id,
  unitId: row.unit_id,
  after: row.after,
  upto: row.upto,
});
