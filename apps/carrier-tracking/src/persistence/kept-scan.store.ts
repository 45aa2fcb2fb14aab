import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { keptScanKey, type KeptScan } from '../scans/kept-scan.ts';
import { mappedBy } from '../scans/merchant-codes.ts';
import { unitNumberOf } from '../units/unit-number.ts';
import type { CodeOfMerchant } from './remapping.store.ts';

type Data = Pick<
  KeptScan,
  | 'reading'
  | 'time'
  | 'place'
  | 'rawCode'
  | 'unmapped'
  | 'weightGrams'
  | 'proof'
  | 'payloadId'
  | 'beside'
  | 'unit'
>;

interface Row {
  number: string;
  scan_id: string;
  only_merchant: string | null;
  sender: string;
  carriers: string[];
  by_aggregator: boolean;
  recorded_at: Date;
  data: Data;
  parcels: string[];
}

const columns = 'number, scan_id, only_merchant, sender, carriers, by_aggregator, recorded_at, data, parcels';

/** Postgres and JavaScript agree on the capitals of ASCII only. */
const mayHaveCode = `(upper(btrim(data ->> 'rawCode')) = $3 OR unmapped_code = $3 OR data ->> 'rawCode' ~ '[^ -~]')`;

/** Every scan that was told of numbers that are not quiet, whoever registered them, and which parcels were told of it. */
@Injectable()
export class KeptScanStore {
  /** The scans of numbers: all of them where the numbers are locked, else those that have been committed. */
  async ofNumbers(tx: Transaction, numbers: Iterable<string>): Promise<KeptScan[]> {
    const rows = await tx.query<Row>(`SELECT ${columns} FROM kept_scan WHERE number = ANY($1)`, [
      [...new Set(numbers)],
    ]);
    return rows.map(keptScanOf);
  }

  /** What a merchant told of a number alone; undefined where it is not known, or forgotten. */
  async find(
    tx: Transaction,
    { number, scanId, onlyMerchant }: { number: string; scanId: string; onlyMerchant: string },
  ): Promise<KeptScan | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${columns} FROM kept_scan WHERE number = $1 AND scan_id = $2 AND only_merchant = $3`,
      [number, scanId, onlyMerchant],
    );
    return row && keptScanOf(row);
  }

  /** The scans of numbers that a sender told with a code, among few others: whoever asks looks by `mappedBy` again. */
  async ofCode(
    tx: Transaction,
    { sender, code }: CodeOfMerchant,
    numbers: readonly string[],
  ): Promise<KeptScan[]> {
    const rows = await tx.query<Row>(
      `SELECT ${columns} FROM kept_scan WHERE number = ANY($1) AND sender = $2 AND ${mayHaveCode}`,
      [numbers, sender, code],
    );
    return rows.map(keptScanOf);
  }

  /** As `ofCode`, of all units of a merchant. */
  async ofUnitsOfCode(tx: Transaction, { merchantId, sender, code }: CodeOfMerchant): Promise<KeptScan[]> {
    const rows = await tx.query<Row>(
      `SELECT ${columns} FROM kept_scan
       WHERE number LIKE $1 AND sender = $2 AND ${mayHaveCode} AND only_merchant = $4`,
      [unitNumberOf('%'), sender, code, merchantId],
    );
    return rows.map(keptScanOf);
  }

  /** Which of the given scans are known already, by their `keptScanKey`; their numbers are locked. */
  async knownAmong(tx: Transaction, scans: readonly KeptScan[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<Pick<Row, 'number' | 'scan_id' | 'only_merchant'>>(
      `SELECT number, scan_id, only_merchant FROM kept_scan
       WHERE (number, scan_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      [scans.map((scan) => scan.number), scans.map((scan) => scan.scanId)],
    );
    return new Set(
      rows.map((row) =>
        keptScanKey({ number: row.number, scanId: row.scan_id, onlyMerchant: row.only_merchant }),
      ),
    );
  }

  /** Stores new scans, and for known ones the parcels that have now been told. */
  store(tx: Transaction, scans: readonly KeptScan[]): void {
    if (scans.length === 0) return;
    tx.execute(
      `INSERT INTO kept_scan (number, scan_id, only_merchant, sender, carriers, by_aggregator, occurred_at,
         recorded_at, data, parcels, unmapped_code)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS scan(number text, scan_id text, only_merchant uuid, sender text,
         carriers text[], by_aggregator boolean, occurred_at timestamptz, recorded_at timestamptz, data jsonb,
         parcels uuid[], unmapped_code text)
       ORDER BY number COLLATE "C", scan_id COLLATE "C", only_merchant
       ON CONFLICT (number, scan_id, only_merchant) DO UPDATE SET parcels = EXCLUDED.parcels`,
      [JSON.stringify(scans.map(rowOf))],
    );
  }

  /** Deletes the scans of numbers that are locked; by number, when the last of them happened. */
  async forget(tx: Transaction, numbers: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await tx.query<{ number: string; last: Date | null }>(
      `WITH gone AS (DELETE FROM kept_scan WHERE number = ANY($1) RETURNING number, occurred_at)
       SELECT number, max(occurred_at) AS last FROM gone GROUP BY number`,
      [numbers],
    );
    return new Map(rows.flatMap(({ number, last }) => (last ? [[number, last] as const] : [])));
  }
}

const rowOf = (scan: KeptScan): object => ({
  number: scan.number,
  scan_id: scan.scanId,
  only_merchant: scan.onlyMerchant,
  sender: scan.sender,
  carriers: scan.carriers,
  by_aggregator: scan.byAggregator,
  occurred_at: scan.time?.occurredAt ?? null,
  recorded_at: scan.recordedAt,
  data: {
    reading: scan.reading,
    time: scan.time,
    place: scan.place,
    rawCode: scan.rawCode,
    unmapped: scan.unmapped,
    weightGrams: scan.weightGrams,
    proof: scan.proof,
    payloadId: scan.payloadId,
    beside: scan.beside,
    unit: scan.unit,
  } satisfies Data,
  parcels: scan.parcels,
  unmapped_code: scan.unmapped ? mappedBy(scan) : null,
});

const keptScanOf = (row: Row): KeptScan => ({
  number: row.number,
  scanId: row.scan_id,
  onlyMerchant: row.only_merchant,
  sender: row.sender,
  carriers: row.carriers,
  byAggregator: row.by_aggregator,
  recordedAt: row.recorded_at.toISOString(),
  ...row.data,
  parcels: row.parcels,
});
