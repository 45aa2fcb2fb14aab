import {
  FOLD_VERSION,
  type ConsumerReport,
  type CountedStays,
  type KnownException,
  type ParcelState,
} from '@landfall/domain';
import { jsonArray, jsonArraySql, type Transaction } from '@landfall/persistence';
import type { ExceptionData, ExceptionRecord } from '../exception-record.ts';
import { minorOf } from '../minor-of.ts';
import type { Advanced } from '../track-parcel/advance-parcel.ts';
import type { ParcelRecord, Registration, Scan } from '../track-parcel/parcel-record.ts';
import type { ToldEstimate } from '../track-parcel/tell-estimate.ts';
import { latestRevisions, type StoredScan } from '../track-parcel/take-in.ts';
import { loadReports } from './consumer-report.store.ts';
import { rowKey, type ParcelKey } from './parcel-key.ts';

interface Row {
  merchant_id: string;
  parcel_id: string;
  registration: Registration | null;
  state: ParcelState | null;
  has_reports: boolean;
  known_exceptions: KnownException[];
  counted: CountedStays | null;
  told: string | null;
  estimate: ToldEstimate | null;
  version: number;
}

const keyOf = (row: Pick<Row, 'merchant_id' | 'parcel_id'>): ParcelKey => ({
  merchantId: row.merchant_id,
  parcelId: row.parcel_id,
});

const rowKeyOf = (row: Pick<Row, 'merchant_id' | 'parcel_id'>): string => rowKey(keyOf(row));

const nothing: readonly ConsumerReport[] = [];

/**
 * What consumers have said of the parcels of locked rows. Asked by a statement of its own, and only where a row says that
 * there is anything: its snapshot is younger than the lock, and sees what whoever held the row before has stored.
 */
const reportsBehind = async (
  tx: Transaction,
  rows: readonly Row[],
): Promise<(row: Row) => readonly ConsumerReport[]> => {
  const stored = await loadReports(tx, rows.filter((row) => row.has_reports).map(keyOf));
  const reports = Map.groupBy(stored, ({ of }) => rowKey(of));
  return (row) =>
    row.has_reports ? (reports.get(rowKeyOf(row)) ?? []).map(({ report }) => report) : nothing;
};

const recordOf = (row: Row, reports: readonly ConsumerReport[]): ParcelRecord => ({
  merchantId: row.merchant_id,
  parcelId: row.parcel_id,
  registration: row.registration,
  state: row.state?.foldVersion === FOLD_VERSION ? row.state : null,
  reports,
  known: row.known_exceptions,
  counted: row.counted,
  told: row.told,
  estimate: row.estimate,
  version: row.version,
});

const columns =
  'merchant_id, parcel_id, registration, state, has_reports, known_exceptions, counted, told, estimate, version';

/** Keys as two arrays, sorted: every writer locks in this order. */
const sorted = (keys: readonly ParcelKey[]): [string[], string[]] => {
  const place = (key: ParcelKey) => key.parcelId + key.merchantId;
  const ordered = [...keys].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return [ordered.map((key) => key.merchantId), ordered.map((key) => key.parcelId)];
};

/** Locks the parcels' rows, made as stubs where they are not there yet; by `rowKey`. */
export const lockParcels = async (
  tx: Transaction,
  keys: readonly ParcelKey[],
): Promise<Map<string, ParcelRecord>> => {
  const parameters = sorted(keys);
  tx.execute(
    `INSERT INTO parcel (merchant_id, parcel_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING`,
    parameters,
  );
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM parcel
     WHERE (merchant_id, parcel_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
     ORDER BY parcel_id, merchant_id FOR UPDATE`,
    parameters,
  );
  const reportsOf = await reportsBehind(tx, rows);
  return new Map(rows.map((row) => [rowKeyOf(row), recordOf(row, reportsOf(row))]));
};

/** Locks parcels that are due, earliest first; those that another process holds are left to it. */
export const lockDueParcels = async (
  tx: Transaction,
  now: Date,
  limit: number,
): Promise<{ record: ParcelRecord; dueAt: Date }[]> => {
  const rows = await tx.query<Row & { next_due_at: Date }>(
    `SELECT ${columns}, next_due_at FROM parcel WHERE next_due_at <= $1
     ORDER BY next_due_at, parcel_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
  const reportsOf = await reportsBehind(tx, rows);
  return rows.map((row) => ({ record: recordOf(row, reportsOf(row)), dueAt: row.next_due_at }));
};

export const earliestDue = async (tx: Transaction): Promise<Date | null> => {
  const [row] = await tx.query<{ due: Date | null }>('SELECT min(next_due_at) AS due FROM parcel');
  return row?.due ?? null;
};

export const clearDue = (tx: Transaction, key: ParcelKey): void => {
  tx.execute('UPDATE parcel SET next_due_at = NULL WHERE merchant_id = $1 AND parcel_id = $2', [
    key.merchantId,
    key.parcelId,
  ]);
};

/** Keeps the readings of stored scans that these are to take the place of: they were told, and stay told. */
const keepReadingsBefore = (tx: Transaction, scans: readonly (Scan & { merchantId: string })[]): void => {
  const corrections = scans.filter(({ revision }) => revision > 0);
  if (corrections.length === 0) return;
  tx.execute(
    `INSERT INTO parcel_event_before (merchant_id, parcel_id, event_id, revision, scan, recorded, corrected_by, corrected_at)
     SELECT merchant_id, parcel_id, event_id, known.revision, known.scan, known.recorded, told.revision, told.recorded_at
     FROM jsonb_to_recordset($1::jsonb)
       AS told(merchant_id uuid, parcel_id uuid, event_id uuid, revision int, recorded_at timestamptz)
     JOIN parcel_event AS known USING (merchant_id, parcel_id, event_id)
     WHERE known.revision < told.revision`,
    [
      JSON.stringify(
        corrections.map(({ merchantId, parcelId, eventId, revision, recordedAt }) => ({
          merchant_id: merchantId,
          parcel_id: parcelId,
          event_id: eventId,
          revision,
          recorded_at: recordedAt,
        })),
      ),
    ],
  );
};

/**
 * Stores scans, of each its highest revision.
 * @returns by `rowKey` those that are new, and those that correct what was stored
 */
export const storeScans = async (
  tx: Transaction,
  scans: readonly (Scan & { merchantId: string })[],
): Promise<Map<string, StoredScan[]>> => {
  const latest = Map.groupBy(scans, rowKey);
  for (const [key, of] of latest) latest.set(key, latestRevisions(of));
  keepReadingsBefore(tx, [...latest.values()].flat());
  const rows = await tx.query<{ merchant_id: string; parcel_id: string; event_id: string; is_new: boolean }>(
    `INSERT INTO parcel_event (merchant_id, parcel_id, event_id, revision, occurred_at, scan)
     SELECT merchant_id, parcel_id, event_id, revision, occurred_at, scan
     FROM jsonb_to_recordset($1::jsonb)
       AS told(merchant_id uuid, parcel_id uuid, event_id uuid, revision int, occurred_at timestamptz, scan jsonb)
     ORDER BY parcel_id, event_id
     ON CONFLICT (merchant_id, parcel_id, event_id) DO UPDATE
       SET revision = EXCLUDED.revision, occurred_at = EXCLUDED.occurred_at, scan = EXCLUDED.scan,
           recorded = EXCLUDED.recorded
       WHERE parcel_event.revision < EXCLUDED.revision
     RETURNING merchant_id, parcel_id, event_id, xmax = 0 AS is_new`,
    [
      JSON.stringify(
        [...latest.values()].flat().map(({ merchantId, ...scan }) => ({
          merchant_id: merchantId,
          parcel_id: scan.parcelId,
          event_id: scan.eventId,
          revision: scan.revision,
          occurred_at: scan.occurredAt,
          scan,
        })),
      ),
    ],
  );
  const stored = Map.groupBy(rows, rowKeyOf);
  return new Map(
    [...latest].map(([key, of]) => {
      const isNew = new Map(stored.get(key)?.map((row) => [row.event_id, row.is_new]));
      return [key, of.flatMap(({ merchantId: _merchantId, ...scan }) => storedScan(scan, isNew))];
    }),
  );
};

const storedScan = (scan: Scan, isNewOf: ReadonlyMap<string, boolean>): StoredScan[] => {
  const isNew = isNewOf.get(scan.eventId);
  return isNew === undefined ? [] : [{ scan, isNew }];
};

/** All scans of the parcels, by `rowKey`. */
export const loadScans = async (
  tx: Transaction,
  keys: readonly ParcelKey[],
): Promise<Map<string, Scan[]>> => {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ merchant_id: string; parcel_id: string; scan: Scan }>(
    `SELECT merchant_id, parcel_id, scan FROM parcel_event
     WHERE (merchant_id, parcel_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    sorted(keys),
  );
  const scans = new Map(keys.map((key): [string, Scan[]] => [rowKey(key), []]));
  for (const row of rows) scans.get(rowKeyOf(row))?.push(row.scan);
  return scans;
};

/** The stored data of open exceptions of the parcels, by exception id. */
export const loadOpenExceptions = async (
  tx: Transaction,
  keys: readonly ParcelKey[],
): Promise<Map<string, ExceptionData>> => {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ id: string; data: ExceptionData }>(
    `SELECT id, data FROM exception
     WHERE (merchant_id, parcel_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) AND state IN ('open', 'held')`,
    sorted(keys),
  );
  return new Map(rows.map((row) => [row.id, row.data]));
};

/**
 * Writes parcels as they now stand, in one statement; a registration only when it has changed, since most news are scans, and a
 * state with what it counts only where they have, since time alone changes neither.
 */
export const saveParcels = (
  tx: Transaction,
  advanced: readonly (Pick<Advanced, 'record' | 'nextDueAt'> & {
    isReregistered: boolean;
    hasMoved: boolean;
  })[],
): void => {
  if (advanced.length === 0) return;
  const of = <Value>(value: (record: ParcelRecord) => Value) => advanced.map(({ record }) => value(record));
  const reregistered = <Value>(value: (registration: Registration) => Value) =>
    advanced.map(({ record: { registration }, isReregistered }) =>
      isReregistered && registration !== null ? value(registration) : null,
    );
  const moved = <Value>(value: (record: ParcelRecord) => Value) =>
    advanced.map(({ record, hasMoved }) => (hasMoved ? value(record) : null));
  tx.execute(
    `UPDATE parcel SET
       registration = coalesce(now.registration, parcel.registration),
       destination_country = coalesce(now.destination_country, parcel.destination_country),
       carriers = CASE WHEN now.carriers IS NULL THEN parcel.carriers
         ELSE ARRAY(SELECT json_array_elements_text(now.carriers)) END,
       state = coalesce(now.state, parcel.state),
       status = coalesce(now.status, parcel.status),
       current_leg = CASE WHEN now.state IS NULL THEN parcel.current_leg ELSE now.current_leg END,
       counted = CASE WHEN now.state IS NULL THEN parcel.counted ELSE now.counted END,
       known_exceptions = now.known, told = now.told, estimate = now.estimate, version = now.version,
       next_due_at = now.next_due_at
     FROM unnest($1::uuid[], $2::uuid[], ${jsonArraySql(3)}, $4::text[], ${jsonArraySql(5)}, ${jsonArraySql(6)}, $7::text[], $8::text[],
       ${jsonArraySql(9)}, ${jsonArraySql(10)}, $11::text[], ${jsonArraySql(12)}, $13::int[], $14::timestamptz[])
       AS now(merchant_id, parcel_id, registration, destination_country, carriers, state, status, current_leg,
         counted, known, told, estimate, version, next_due_at)
     WHERE parcel.merchant_id = now.merchant_id AND parcel.parcel_id = now.parcel_id`,
    [
      of(({ merchantId }) => merchantId),
      of(({ parcelId }) => parcelId),
      jsonArray(reregistered((registration) => registration)),
      reregistered(({ destination }) => destination.country),
      jsonArray(reregistered(({ trackingNumbers }) => trackingNumbers.map(({ carrier }) => carrier))),
      jsonArray(moved(({ state }) => state)),
      moved(({ state }) => state?.status),
      moved(({ state }) => state?.currentLeg),
      jsonArray(moved(({ counted }) => counted)),
      jsonArray(of(({ known }) => known)),
      of(({ told }) => told),
      jsonArray(of(({ estimate }) => estimate)),
      of(({ version }) => version),
      advanced.map(({ nextDueAt }) => nextDueAt),
    ],
  );
};

/** Writes when parcels of which nothing else has changed are looked at next. */
export const saveDueTimes = (
  tx: Transaction,
  waiting: readonly Pick<Advanced, 'record' | 'nextDueAt'>[],
): void => {
  if (waiting.length === 0) return;
  tx.execute(
    `UPDATE parcel SET next_due_at = now.next_due_at
     FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS now(merchant_id, parcel_id, next_due_at)
     WHERE parcel.merchant_id = now.merchant_id AND parcel.parcel_id = now.parcel_id`,
    [
      waiting.map(({ record }) => record.merchantId),
      waiting.map(({ record }) => record.parcelId),
      waiting.map(({ nextDueAt }) => nextDueAt),
    ],
  );
};

/** Remembers by which numbers parcels can be found. */
export const saveNumbers = (
  tx: Transaction,
  numbers: readonly (ParcelKey & { trackingNumber: string; carrier: string })[],
): void => {
  if (numbers.length === 0) return;
  tx.execute(
    `INSERT INTO parcel_number (merchant_id, tracking_number, carrier, parcel_id)
     SELECT merchant_id, tracking_number, carrier, parcel_id FROM jsonb_to_recordset($1::jsonb)
       AS told(merchant_id uuid, tracking_number text, carrier text, parcel_id uuid)
     ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING`,
    [
      JSON.stringify(
        numbers.map((number) => ({
          merchant_id: number.merchantId,
          tracking_number: number.trackingNumber,
          carrier: number.carrier,
          parcel_id: number.parcelId,
        })),
      ),
    ],
  );
};

/** Writes exceptions as they now stand, in one statement. */
export const saveExceptions = (
  tx: Transaction,
  exceptions: readonly (ExceptionRecord & { merchantId: string })[],
): void => {
  if (exceptions.length === 0) return;
  tx.execute(
    `INSERT INTO exception (merchant_id, id, parcel_id, order_id, code, leg, occurrence, state, carrier,
       destination_country, opened_at, recoverable_minor, risk_minor, currency, data, cleared_at, because)
     SELECT merchant_id, id, parcel_id, order_id, code, leg, occurrence, state, carrier,
       destination_country, opened_at, recoverable_minor, risk_minor, currency, data, cleared_at, because
     FROM jsonb_to_recordset($1::jsonb) AS told(merchant_id uuid, id uuid, parcel_id uuid, order_id uuid, code text,
       leg text, occurrence int, state text, carrier text, destination_country text, opened_at timestamptz,
       recoverable_minor bigint, risk_minor bigint, currency text, data jsonb, cleared_at timestamptz, because text)
     ORDER BY id
     ON CONFLICT (merchant_id, id) DO UPDATE SET
       state = EXCLUDED.state, opened_at = EXCLUDED.opened_at, recoverable_minor = EXCLUDED.recoverable_minor,
       risk_minor = EXCLUDED.risk_minor, data = EXCLUDED.data, cleared_at = EXCLUDED.cleared_at,
       because = EXCLUDED.because`,
    [
      JSON.stringify(
        exceptions.map(({ merchantId, state, clearedAt, because, ...data }) => ({
          merchant_id: merchantId,
          id: data.exceptionId,
          parcel_id: data.parcelId,
          order_id: data.orderId,
          code: data.code,
          leg: data.leg,
          occurrence: data.occurrence,
          state,
          carrier: data.carrier,
          destination_country: data.destinationCountry,
          opened_at: data.openedAt,
          recoverable_minor: minorOf(data.recoverableValue),
          risk_minor: minorOf(data.valueAtRisk),
          currency: data.valueAtRisk.currency,
          data,
          cleared_at: clearedAt,
          because,
        })),
      ),
    ],
  );
};
