import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Delivery } from '../scans/kept-scan.ts';

interface Row {
  merchant_id: string;
  scan_id: string;
  parcel_id: string;
}

/** Which parcels have heard of which scan of a unit, whatever ways lead from the one to the other. */
@Injectable()
export class UnitScanToldStore {
  /** Notes deliveries; returns those that were not noted before, each once. */
  async claim<Told extends Pick<Delivery, 'scan' | 'registration'>>(
    tx: Transaction,
    deliveries: readonly Told[],
  ): Promise<Told[]> {
    if (deliveries.length === 0) return [];
    const rows = await tx.query<Row>(
      `INSERT INTO unit_scan_told (merchant_id, scan_id, parcel_id)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS told(merchant_id, scan_id, parcel_id)
       ORDER BY merchant_id, scan_id COLLATE "C", parcel_id
       ON CONFLICT DO NOTHING RETURNING merchant_id, scan_id, parcel_id`,
      [
        deliveries.map(({ registration }) => registration.merchantId),
        deliveries.map(({ scan }) => scan.scanId),
        deliveries.map(({ registration }) => registration.parcelId),
      ],
    );
    const fresh = new Set(rows.map((row) => keyOf(row.merchant_id, row.scan_id, row.parcel_id)));
    return deliveries.filter(({ scan, registration: { merchantId, parcelId } }) =>
      fresh.delete(keyOf(merchantId, scan.scanId, parcelId)),
    );
  }

  /** Forgets who heard of the scans that are kept of some numbers: they are about to be forgotten themselves. */
  forget(tx: Transaction, numbers: readonly string[]): void {
    tx.execute(
      `DELETE FROM unit_scan_told USING kept_scan
       WHERE number = ANY($1) AND unit_scan_told.merchant_id = only_merchant AND unit_scan_told.scan_id = kept_scan.scan_id`,
      [numbers],
    );
  }
}

const keyOf = (merchantId: string, scanId: string, parcelId: string): string =>
  `${merchantId} ${scanId} ${parcelId}`;
