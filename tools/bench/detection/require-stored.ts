import pg from 'pg';
import type { ScanEvent } from '../../workload/scan-stream.ts';

interface Stored {
  readonly scans: number;
  readonly quarantined: number;
}

const storedSql = (schema: string): string => `SELECT
  (SELECT count(*)::int FROM ${schema}.parcel_event) AS scans,
  (SELECT count(*)::int FROM ${schema}.quarantine) AS quarantined`;

const exceptionsSql = (schema: string): string =>
  `SELECT count(*)::int AS exceptions FROM ${schema}.exception`;

const lastScansSql = (schema: string): string => `
  SELECT parcel_id AS parcel, (state->'lastEvent'->>'occurredAt')::bigint::text AS at
  FROM ${schema}.parcel WHERE state->>'lastEvent' IS NOT NULL`;

/**
 * Resolves to how many exceptions exception-detection has found. Rejects where it has not kept each scan once, or has a
 * parcel at another one than its last.
 */
export async function requireStored(
  databaseUrl: string,
  schema: string,
  scans: readonly ScanEvent[],
): Promise<number> {
  const last = new Map<string, number>();
  for (const { scan } of scans)
    last.set(scan.parcelId, Math.max(last.get(scan.parcelId) ?? 0, Date.parse(scan.occurredAt)));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: stored } = await client.query<Stored>(storedSql(schema));
    const { rows: found } = await client.query<{ parcel: string; at: string }>(lastScansSql(schema));
    const expected: Stored = { scans: scans.length, quarantined: 0 };
    if (JSON.stringify(stored) !== JSON.stringify([expected]))
      throw new Error(`${schema} has stored ${JSON.stringify(stored)}, not ${JSON.stringify(expected)}`);
    const wrong = found.filter(({ parcel, at }) => last.get(parcel) !== Number(at));
    if (found.length !== last.size || wrong.length > 0)
      throw new Error(
        `${schema} has ${found.length} of ${last.size} parcels, ${wrong.length} not at their last scan`,
      );
    const { rows } = await client.query<{ exceptions: number }>(exceptionsSql(schema));
    return rows[0]?.exceptions ?? 0;
  } finally {
    await client.end();
  }
}
