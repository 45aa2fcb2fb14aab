import type { Transaction } from '@landfall/persistence';
import type { Scan } from '../track-parcel/parcel-record.ts';

/** A place in the order of what was recorded; of one transaction, by the scans' ids. */
export interface RecordPosition {
  /** The transaction's id (xid8). */
  at: string;
  eventId: string;
  /** Of an event among those of the scan. */
  nth: number;
}

/** A scan as it was recorded, or that one was corrected, with the place of the last event that it is told by. */
export interface StoredRecord extends RecordPosition {
  parcelId: string;
  orderId: string | null;
  scan: Scan;
  isFirstOfUnit: boolean;
  correctedBy: number | null;
  correctedAt: Date | null;
}

export interface RecordRange {
  merchantId: string;
  /** The last event that was read. */
  after: RecordPosition;
  /** Of parcels with one of these numbers; undefined: of all. */
  numbers: readonly string[] | undefined;
  /** Records at most. */
  limit: number;
}

interface Row {
  at: string;
  event_id: string;
  nth: number;
  parcel_id: string;
  order_id: string | null;
  scan: Scan;
  is_first_of_unit: boolean;
  corrected_by: number | null;
  corrected_at: Date | null;
}

/** Of the transactions before this one all have ended: nothing can be recorded before them any more. */
const settled = 'pg_snapshot_xmin(pg_current_snapshot())';

/** The rows of one merchant, or of some of his parcels: these by their key, however far apart they were recorded. */
const rowsOf = (table: string, onlyOfParcels: boolean): string =>
  onlyOfParcels
    ? `(SELECT DISTINCT parcel_id FROM parcel_number WHERE merchant_id = $1 AND tracking_number = ANY($6::text[])) AS wanted
       CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE merchant_id = $1 AND parcel_id = wanted.parcel_id OFFSET 0) AS told`
    : `${table} AS told`;

interface Source {
  table: string;
  /** The column with the place. */
  at: string;
  /** Of the last event that a row tells; of a revision's events the declaration that it corrects comes first. */
  nth: string;
  corrected: string;
}

const sources: readonly Source[] = [
  {
    table: 'parcel_event',
    at: 'recorded',
    nth: 'revision * 3 + 2',
    corrected: 'NULL::int, NULL::timestamptz',
  },
  { table: 'parcel_event_before', at: 'recorded', nth: 'revision * 3 + 2', corrected: 'NULL, NULL' },
  {
    table: 'parcel_event_before',
    at: 'corrected',
    nth: 'corrected_by * 3',
    corrected: 'corrected_by, corrected_at',
  },
];

const recordsOf = ({ table, at, nth, corrected }: Source, onlyOfParcels: boolean): string => `
  (SELECT told.${at}, event_id, ${nth}, told.parcel_id, scan, recorded, ${corrected}
   FROM ${rowsOf(table, onlyOfParcels)}
   WHERE merchant_id = $1 AND (told.${at}, event_id) >= ($2::xid8, $3::uuid)
     AND (told.${at}, event_id, ${nth}) > ($2::xid8, $3::uuid, $4::int) AND told.${at} < ${settled}
   ORDER BY 1, 2, 3 LIMIT $5)`;

const toldBefore = (table: string): string =>
  `EXISTS (SELECT FROM ${table} AS earlier
     WHERE earlier.merchant_id = $1 AND earlier.parcel_id = record.parcel_id
       AND earlier.scan->>'unitId' = record.scan->>'unitId'
       AND (earlier.recorded, earlier.event_id) < (record.recorded, record.event_id))`;

const pageSql = (onlyOfParcels: boolean): string => `
  WITH record (at, event_id, nth, parcel_id, scan, recorded, corrected_by, corrected_at) AS (
    ${sources.map((source) => recordsOf(source, onlyOfParcels)).join(' UNION ALL ')} ORDER BY 1, 2, 3 LIMIT $5)
  SELECT record.at::text, record.event_id, record.nth, record.parcel_id, record.scan, record.corrected_by, record.corrected_at,
         (SELECT registration->>'orderId' FROM parcel
          WHERE parcel.merchant_id = $1 AND parcel.parcel_id = record.parcel_id) AS order_id,
         record.scan ? 'unitId' AND NOT (${toldBefore('parcel_event')} OR ${toldBefore('parcel_event_before')}) AS is_first_of_unit
  FROM record ORDER BY record.at, record.event_id, record.nth`;

/**
 * What was recorded from a place on, as far as it is settled: in an order in which nothing can come before what was read.
 * A correction stands before the reading that corrects. Costs two reads of an index a record.
 */
export const readRecords = async (
  tx: Transaction,
  { merchantId, after, numbers, limit }: RecordRange,
): Promise<StoredRecord[]> => {
  const parameters = [merchantId, after.at, after.eventId, after.nth, limit];
  const rows = await tx.query<Row>(
    pageSql(numbers !== undefined),
    numbers ? [...parameters, numbers] : parameters,
  );
  return rows.map((row) => ({
    at: row.at,
    eventId: row.event_id,
    nth: row.nth,
    parcelId: row.parcel_id,
    orderId: row.order_id,
    scan: row.scan,
    isFirstOfUnit: row.is_first_of_unit,
    correctedBy: row.corrected_by,
    correctedAt: row.corrected_at,
  }));
};

/**
 * Whether records, or the place where reading goes on, are of transactions that have not begun: the one where they were restored
 * into a database that counts anew, the other where the database was put back to an older backup.
 */
export const aheadOfDatabase = async (
  tx: Transaction,
  merchantId: string,
  after: RecordPosition,
): Promise<{ records: boolean; place: boolean }> => {
  const [row] = await tx.query<{ records: boolean | null; place: boolean }>(
    `SELECT (SELECT recorded FROM parcel_event WHERE merchant_id = $1 ORDER BY recorded DESC LIMIT 1) >= next AS records,
       $2::xid8 >= next AS place
     FROM pg_snapshot_xmax(pg_current_snapshot()) AS next`,
    [merchantId, after.at],
  );
  return { records: row?.records ?? false, place: row?.place ?? false };
};
