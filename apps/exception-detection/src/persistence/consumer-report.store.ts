import type { ConsumerReport } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import type { ParcelKey } from './parcel-key.ts';

/** A report, and the parcel that it is of. */
export interface StoredReport {
  of: ParcelKey;
  report: ConsumerReport;
}

interface Row {
  merchant_id: string;
  parcel_id: string;
  id: string;
  what: ConsumerReport['what'];
  reported_at: Date;
}

const columns = 'merchant_id, parcel_id, id, what, reported_at';

const reportOf = ({ id, what, reported_at }: Row): ConsumerReport => ({
  id,
  what,
  reportedAt: reported_at.getTime(),
});

/** Stores what consumers say of parcels whose rows the transaction has locked. */
export const storeReports = (tx: Transaction, reports: readonly StoredReport[]): void => {
  if (reports.length === 0) return;
  tx.execute(
    `WITH told AS (
       SELECT ${columns} FROM jsonb_to_recordset($1::jsonb)
         AS told(merchant_id uuid, parcel_id uuid, id uuid, what text, reported_at timestamptz)
     ), kept AS (
       INSERT INTO consumer_report (${columns}) SELECT ${columns} FROM told
     )
     UPDATE parcel SET has_reports = true FROM told
     WHERE parcel.merchant_id = told.merchant_id AND parcel.parcel_id = told.parcel_id`,
    [
      JSON.stringify(
        reports.map(({ of, report }) => ({
          merchant_id: of.merchantId,
          parcel_id: of.parcelId,
          id: report.id,
          what: report.what,
          reported_at: new Date(report.reportedAt),
        })),
      ),
    ],
  );
};

/** What has been said of these parcels; no statement where they are none. */
export const loadReports = async (tx: Transaction, keys: readonly ParcelKey[]): Promise<StoredReport[]> => {
  if (keys.length === 0) return [];
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM consumer_report
     WHERE (merchant_id, parcel_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    [keys.map(({ merchantId }) => merchantId), keys.map(({ parcelId }) => parcelId)],
  );
  return rows.map((row) => ({
    of: { merchantId: row.merchant_id, parcelId: row.parcel_id },
    report: reportOf(row),
  }));
};

/** What has been said of a parcel, by time. */
export const reportsOf = async (tx: Transaction, parcelId: string): Promise<ConsumerReport[]> => {
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM consumer_report WHERE parcel_id = $1 ORDER BY reported_at, id`,
    [parcelId],
  );
  return rows.map(reportOf);
};
