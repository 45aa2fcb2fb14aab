import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { MerchantCodes } from '../scans/merchant-codes.ts';
import type { Reading } from '../scans/scan.ts';
import type { CodeOfMerchant } from './remapping.store.ts';
import type { CodePosition } from './unmapped-code.store.ts';

interface Row {
  merchant_id: string;
  sender: string;
  code: string;
  reading: Reading | null;
}

/** What a merchant has said that a code means. */
export interface CodeMapping extends CodeOfMerchant {
  id: string;
  /** Null: it is no scan. */
  reading: Reading | null;
  mappedAt: Date;
}

/** A mapping, and what has come of it. */
export interface CodeMappingAtWork extends CodeMapping {
  /** Whether scans are still being read anew. */
  isUnderWay: boolean;
  /** Those that were told of a scan otherwise than its sender meant it. */
  parcels: number;
  /** Those of them that had been told otherwise before. */
  correctedParcels: number;
}

const columns = `mapping_override.id, mapping_override.merchant_id AS "merchantId", mapping_override.sender,
  mapping_override.code, mapping_override.reading, mapped_at AS "mappedAt"`;

/** What senders' codes mean to merchants who read them otherwise than we do. */
@Injectable()
export class MappingOverrideStore {
  /** The tables of all merchants whose rows the transaction sees. */
  async ofSenders(tx: Transaction, senders: Iterable<string>): Promise<MerchantCodes> {
    const rows = await tx.query<Row>(
      'SELECT merchant_id, sender, code, reading FROM mapping_override WHERE sender = ANY($1)',
      [[...new Set(senders)]],
    );
    const codes = new MerchantCodes();
    for (const { merchant_id, sender, code, reading } of rows) codes.add(merchant_id, sender, code, reading);
    return codes;
  }

  /** Stores what a code means, in place of what it meant. @returns its id, which it keeps */
  async put(tx: Transaction, mapping: CodeMapping): Promise<string> {
    const { id, merchantId, sender, code, reading, mappedAt } = mapping;
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO mapping_override (id, merchant_id, sender, code, reading, mapped_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (merchant_id, sender, code) DO UPDATE
         SET reading = EXCLUDED.reading, mapped_at = EXCLUDED.mapped_at
       RETURNING id`,
      [id, merchantId, sender, code, JSON.stringify(reading), mappedAt],
    );
    return row?.id ?? id;
  }

  /** @returns what it was; undefined where the merchant has none of that id */
  async takeAway(tx: Transaction, merchantId: string, id: string): Promise<CodeMapping | undefined> {
    const [row] = await tx.query<CodeMapping>(
      `DELETE FROM mapping_override WHERE merchant_id = $1 AND id = $2 RETURNING ${columns}`,
      [merchantId, id],
    );
    return row;
  }

  async find(tx: Transaction, merchantId: string, id: string): Promise<CodeMappingAtWork | undefined> {
    const [row] = await this.atWork(tx, 'AND id = $2', [merchantId, id]);
    return row;
  }

  /** A page of a merchant's mappings, by sender and code. */
  page(
    tx: Transaction,
    merchantId: string,
    { after, limit }: { after: CodePosition | null; limit: number },
  ): Promise<CodeMappingAtWork[]> {
    return this.atWork(tx, 'AND (sender, code) > ($2, $3) ORDER BY sender, code LIMIT $4', [
      merchantId,
      after?.sender ?? '',
      after?.code ?? '',
      limit,
    ]);
  }

  private atWork(tx: Transaction, which: string, parameters: unknown[]): Promise<CodeMappingAtWork[]> {
    return tx.query<CodeMappingAtWork>(
      `SELECT ${columns}, told.parcels, told."correctedParcels",
         EXISTS (SELECT FROM remapping WHERE remapping.merchant_id = mapping_override.merchant_id
           AND remapping.sender = mapping_override.sender AND remapping.code = mapping_override.code) AS "isUnderWay"
       FROM (SELECT * FROM mapping_override WHERE merchant_id = $1 ${which}) AS mapping_override
       CROSS JOIN LATERAL (
         SELECT count(DISTINCT parcel_id)::int AS parcels,
           (count(DISTINCT parcel_id) FILTER (WHERE revision > 0))::int AS "correctedParcels"
         FROM told_reading WHERE told_reading.merchant_id = mapping_override.merchant_id
           AND told_reading.sender = mapping_override.sender AND told_reading.code = mapping_override.code
       ) AS told
       ORDER BY mapping_override.sender, mapping_override.code`,
      parameters,
    );
  }
}
