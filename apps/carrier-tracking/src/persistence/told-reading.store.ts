import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Delivery } from '../scans/kept-scan.ts';
import { mappedBy } from '../scans/merchant-codes.ts';
import { sameReading } from '../scans/scan.ts';

interface Row {
  scan_id: string;
  parcel_id: string;
  revision: number;
}

/** What parcels were told of scans that their merchants read, or have read, otherwise than the sender. */
@Injectable()
export class ToldReadingStore {
  /** Notes what parcels are told of scans for the first time. The parcels are locked. */
  note(tx: Transaction, deliveries: readonly Delivery[]): void {
    const otherwise = deliveries.filter((delivery) => !isOwn(delivery));
    if (otherwise.length === 0) return;
    tx.execute(
      `INSERT INTO told_reading (merchant_id, scan_id, parcel_id, sender, code, revision, reading)
       SELECT merchant_id, scan_id, parcel_id, sender, code, 0, reading
       FROM jsonb_to_recordset($1::jsonb) AS said(merchant_id uuid, scan_id text, parcel_id uuid, sender text,
         code text, reading jsonb)
       ORDER BY scan_id COLLATE "C", parcel_id ON CONFLICT DO NOTHING`,
      [JSON.stringify(otherwise.map(rowOf))],
    );
  }

  /**
   * Notes what parcels that have been told of scans are to be told instead. The parcels are locked.
   * @returns those that were told something else last, with the revision that follows
   */
  async change(tx: Transaction, deliveries: readonly Delivery[]): Promise<Delivery[]> {
    if (deliveries.length === 0) return [];
    const rows = await tx.query<Row>(
      `WITH said AS (
         SELECT DISTINCT ON (scan_id COLLATE "C", parcel_id) *
         FROM jsonb_to_recordset($1::jsonb)
           AS said(merchant_id uuid, scan_id text, parcel_id uuid, sender text, code text, reading jsonb, is_own boolean)
         ORDER BY scan_id COLLATE "C", parcel_id
       ), gone_back AS (
         UPDATE told_reading SET revision = told_reading.revision + 1, reading = said.reading
         FROM said WHERE said.is_own AND told_reading.scan_id = said.scan_id
           AND told_reading.parcel_id = said.parcel_id AND told_reading.reading <> said.reading
         RETURNING told_reading.scan_id, told_reading.parcel_id, told_reading.revision
       ), changed AS (
         INSERT INTO told_reading (merchant_id, scan_id, parcel_id, sender, code, revision, reading)
         SELECT merchant_id, scan_id, parcel_id, sender, code, 1, reading FROM said WHERE NOT is_own
         ON CONFLICT (scan_id, parcel_id) DO UPDATE
           SET revision = told_reading.revision + 1, reading = EXCLUDED.reading
           WHERE told_reading.reading <> EXCLUDED.reading
         RETURNING scan_id, parcel_id, revision
       )
       TABLE gone_back UNION ALL TABLE changed`,
      [JSON.stringify(deliveries.map((delivery) => ({ ...rowOf(delivery), is_own: isOwn(delivery) })))],
    );
    const revisions = new Map(rows.map((row) => [keyOf(row.scan_id, row.parcel_id), row.revision]));
    return deliveries.flatMap((delivery) => {
      const key = keyOf(delivery.scan.scanId, delivery.registration.parcelId);
      const revision = revisions.get(key);
      // One sender's word may be kept for everybody and for a merchant: it is told once.
      revisions.delete(key);
      return revision === undefined ? [] : [{ ...delivery, revision }];
    });
  }

  /** Forgets what was told of the scans that are kept of some numbers: they are about to be forgotten themselves. */
  forget(tx: Transaction, numbers: readonly string[]): void {
    tx.execute(
      'DELETE FROM told_reading USING kept_scan WHERE number = ANY($1) AND told_reading.scan_id = kept_scan.scan_id',
      [numbers],
    );
  }
}

const isOwn = ({ scan, reading }: Delivery): boolean =>
  scan.reading !== null && sameReading(reading, scan.reading);

const rowOf = ({ scan, registration: { merchantId, parcelId }, reading }: Delivery) => ({
  merchant_id: merchantId,
  scan_id: scan.scanId,
  parcel_id: parcelId,
  sender: scan.sender,
  code: mappedBy(scan) ?? '',
  reading: { ...reading, atOrigin: reading.atOrigin ?? null },
});

const keyOf = (scanId: string, parcelId: string): string => `${scanId} ${parcelId}`;
