import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Reading, ScanPlace, Unmapped } from '../scans/scan.ts';

/** Where a page of codes begins. */
export interface CodePosition {
  sender: string;
  code: string;
}

export const isCodePosition = (value: unknown): value is CodePosition =>
  typeof value === 'object' &&
  value !== null &&
  'sender' in value &&
  typeof value.sender === 'string' &&
  'code' in value &&
  typeof value.code === 'string';

/** A code that stands in no table, as far as a merchant's parcels were told of it. */
export interface UnmappedCode extends CodePosition {
  /** As its sender wrote it last. */
  toldAs: string;
  seen: number;
  parcels: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** A scan with such a code. */
export interface UnmappedExample extends CodePosition {
  /** Null: it was told of a unit, or of a number that no parcel has. */
  parcelId: string | null;
  occurredAt: Date | null;
  place: ScanPlace | null;
  unmapped: Unmapped;
  reading: Reading | null;
}

/** $1 is the merchant. What is no scan to its sender has been told of no parcel. */
const ofMerchant = `
  FROM kept_scan AS scan LEFT JOIN registration ON registration.merchant_id = $1 AND registration.number = scan.number
    AND (registration.parcel_id = ANY(scan.parcels) OR data -> 'reading' = 'null')
  WHERE unmapped_code IS NOT NULL AND coalesce(only_merchant, $1) = $1
    AND (registration.parcel_id IS NOT NULL OR only_merchant = $1)`;

/** Codes that stand in no table, counted from the scans that are kept: what is forgotten counts no more. */
@Injectable()
export class UnmappedCodeStore {
  /** A page of the codes that a merchant has not mapped, by sender and code. */
  page(
    tx: Transaction,
    merchantId: string,
    { sender, after, limit }: { sender: string | null; after: CodePosition | null; limit: number },
  ): Promise<UnmappedCode[]> {
    return tx.query<UnmappedCode>(
      `SELECT scan.sender, unmapped_code AS code, count(DISTINCT scan_id)::int AS seen,
         count(DISTINCT parcel_id)::int AS parcels,
         (array_agg(coalesce(data ->> 'rawCode', data #>> '{unmapped,text}') ORDER BY recorded_at DESC))[1] AS "toldAs",
         min(recorded_at) AS "firstSeenAt", max(recorded_at) AS "lastSeenAt"
       ${ofMerchant}
         AND ($2::text IS NULL OR scan.sender = $2) AND (scan.sender COLLATE "C", unmapped_code) > ($3, $4)
         AND NOT EXISTS (SELECT FROM mapping_override AS mapping
           WHERE mapping.merchant_id = $1 AND mapping.sender = scan.sender AND mapping.code = unmapped_code)
       GROUP BY scan.sender, unmapped_code ORDER BY scan.sender COLLATE "C", unmapped_code LIMIT $5`,
      [merchantId, sender, after?.sender ?? '', after?.code ?? '', limit],
    );
  }

  /** Of each code some scans, those with words not seen before first, then the latest. */
  examples(
    tx: Transaction,
    merchantId: string,
    codes: readonly CodePosition[],
    most: number,
  ): Promise<UnmappedExample[]> {
    return tx.query<UnmappedExample>(
      `SELECT sender, code, "parcelId", "occurredAt", data -> 'place' AS place, data -> 'unmapped' AS unmapped,
         data -> 'reading' AS reading
       FROM (
         SELECT *, row_number() OVER (PARTITION BY sender, code ORDER BY again, recorded_at DESC, scan_id) AS place
         FROM (
           SELECT DISTINCT ON (scan.sender, unmapped_code, scan_id) scan.sender, unmapped_code AS code, scan_id,
             parcel_id AS "parcelId", occurred_at AS "occurredAt", recorded_at, data,
             row_number() OVER (PARTITION BY scan.sender, unmapped_code, data #> '{unmapped,text}'
               ORDER BY recorded_at DESC, scan_id) AS again
           ${ofMerchant}
             AND (scan.sender, unmapped_code) IN (SELECT * FROM unnest($2::text[], $3::text[]))
           ORDER BY scan.sender, unmapped_code, scan_id, parcel_id
         ) AS scan
       ) AS scan WHERE place <= $4 ORDER BY sender, code, place`,
      [merchantId, codes.map(({ sender }) => sender), codes.map(({ code }) => code), most],
    );
  }
}
