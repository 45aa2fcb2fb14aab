import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';

export interface ParcelChange {
  merchantId: string;
  parcelId: string;
  /** How many events will be told of the parcel. */
  events: number;
  /** ISO 3166-1 alpha-2; null: nothing new is known. */
  originCountry: string | null;
}

export interface TrackedParcel {
  /** After the events. */
  version: number;
  originCountry: string | null;
}

/** Another company's number for a parcel. */
export interface NextNumber {
  merchantId: string;
  parcelId: string;
  /** Normalised. */
  number: string;
  /** What tells it apart from others of the parcel. */
  key: string;
}

/** Hand-overs that a parcel has not been told of, with its version after them. */
export interface FreshHandOvers {
  parcelId: string;
  version: number;
  keys: string[];
}

interface Row {
  parcel_id: string;
  version: number;
  origin_country: string | null;
}

/** The parcels whose scans are told, each with the version of its last event. */
@Injectable()
export class TrackedParcelStore {
  /** Locks parcels in the order of their ids, made where nothing is known of them yet. */
  async lock(tx: Transaction, parcels: readonly { merchantId: string; parcelId: string }[]): Promise<void> {
    const keys = [parcels.map(({ merchantId }) => merchantId), parcels.map(({ parcelId }) => parcelId)];
    tx.execute(
      `INSERT INTO tracked_parcel (merchant_id, parcel_id, version)
       SELECT merchant_id, parcel_id, 0 FROM unnest($1::uuid[], $2::uuid[]) AS given(merchant_id, parcel_id)
       ORDER BY parcel_id ON CONFLICT DO NOTHING`,
      keys,
    );
    await tx.query(
      `SELECT FROM tracked_parcel WHERE (merchant_id, parcel_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
       ORDER BY parcel_id FOR UPDATE`,
      keys,
    );
  }

  /** Locks parcels in the order of their ids and notes how far they are; returns the ids of those whose stage is another now. */
  async stage(
    tx: Transaction,
    parcels: readonly { merchantId: string; parcelId: string; stage: string }[],
  ): Promise<string[]> {
    const rows = await tx.query<Pick<Row, 'parcel_id'>>(
      `INSERT INTO tracked_parcel (merchant_id, parcel_id, version, stage)
       SELECT merchant_id, parcel_id, 0, stage FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS told(merchant_id, parcel_id, stage)
       ORDER BY parcel_id
       ON CONFLICT (merchant_id, parcel_id) DO UPDATE SET stage = EXCLUDED.stage
         WHERE tracked_parcel.stage IS DISTINCT FROM EXCLUDED.stage
       RETURNING parcel_id`,
      [
        parcels.map(({ merchantId }) => merchantId),
        parcels.map(({ parcelId }) => parcelId),
        parcels.map(({ stage }) => stage),
      ],
    );
    return rows.map((row) => row.parcel_id);
  }

  /**
   * Notes hand-overs of locked parcels and raises their versions for those that are new; a number that its parcel is registered
   * with is none.
   */
  handOver(tx: Transaction, handOvers: readonly NextNumber[]): Promise<FreshHandOvers[]> {
    return tx.query<FreshHandOvers>(
      `WITH fresh AS (
         SELECT merchant_id, parcel_id, array_agg(key ORDER BY key) AS keys
         FROM jsonb_to_recordset($1::jsonb) AS told(merchant_id uuid, parcel_id uuid, number text, key text)
         JOIN tracked_parcel USING (merchant_id, parcel_id)
         WHERE key <> ALL(coalesce(handed_over, '{}')) AND NOT EXISTS (SELECT FROM registration AS known
           WHERE known.merchant_id = told.merchant_id AND known.parcel_id = told.parcel_id AND known.number = told.number)
         GROUP BY merchant_id, parcel_id
       )
       UPDATE tracked_parcel AS parcel
       SET handed_over = coalesce(handed_over, '{}') || keys, version = version + cardinality(keys)
       FROM fresh WHERE parcel.merchant_id = fresh.merchant_id AND parcel.parcel_id = fresh.parcel_id
       RETURNING parcel.parcel_id AS "parcelId", version, keys`,
      [
        JSON.stringify(
          handOvers.map(({ merchantId, parcelId, number, key }) => ({
            merchant_id: merchantId,
            parcel_id: parcelId,
            number,
            key,
          })),
        ),
      ],
    );
  }

  /** Locks parcels in the order of their ids and raises their versions; by parcel id, how they stand then. */
  async raise(
    tx: Transaction,
    changes: readonly ParcelChange[],
  ): Promise<ReadonlyMap<string, TrackedParcel>> {
    if (changes.length === 0) return new Map();
    const rows = await tx.query<Row>(
      `INSERT INTO tracked_parcel (merchant_id, parcel_id, version, origin_country)
       SELECT merchant_id, parcel_id, events, origin_country
       FROM jsonb_to_recordset($1::jsonb) AS change(merchant_id uuid, parcel_id uuid, events int, origin_country text)
       ORDER BY parcel_id
       ON CONFLICT (merchant_id, parcel_id) DO UPDATE SET
         version = tracked_parcel.version + EXCLUDED.version,
         origin_country = coalesce(EXCLUDED.origin_country, tracked_parcel.origin_country)
       RETURNING parcel_id, version, origin_country`,
      [
        JSON.stringify(
          changes.map(({ merchantId, parcelId, events, originCountry }) => ({
            merchant_id: merchantId,
            parcel_id: parcelId,
            events,
            origin_country: originCountry,
          })),
        ),
      ],
    );
    return new Map(
      rows.map((row) => [row.parcel_id, { version: row.version, originCountry: row.origin_country }]),
    );
  }
}
