import pg from 'pg';
import type { Aged } from '../growth/aged-parcels.ts';
import { fillClaimsSql, fillParcelsSql } from '../growth/aged-parcels.ts';
import type { PipeSettings } from '../participant.ts';

/** Claims come in the order of hashes within a time: that leaves the leaves of their index 70% full. */
const leavesFilledBySplitsSql = `
  DO $$ DECLARE key regclass; BEGIN
    FOR key IN SELECT indexrelid FROM pg_index
      WHERE indrelid IN ('processed_event'::regclass, 'processed_event_before'::regclass)
    LOOP
      EXECUTE format('ALTER INDEX %s SET (fillfactor = 70)', key);
      EXECUTE format('REINDEX INDEX %s', key);
      EXECUTE format('ALTER INDEX %s RESET (fillfactor)', key);
    END LOOP;
  END $$`;

/** Fills empty tables, and leaves them as autovacuum would have; tables with parcels stay as they are. */
export async function ageTables(
  { adminUrl, schema }: Pick<PipeSettings, 'adminUrl' | 'schema'>,
  aged: Aged,
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${schema}` });
  await admin.connect();
  try {
    const { rows } = await admin.query('SELECT FROM parcel_state LIMIT 1');
    if (rows.length > 0) return;
    await admin.query(fillParcelsSql(aged));
    await admin.query(fillClaimsSql(aged));
    await admin.query(leavesFilledBySplitsSql);
    for (const table of ['parcel_state', 'processed_event', 'processed_event_before'])
      await admin.query(`VACUUM (FREEZE, ANALYZE) ${table}`);
    await admin.query('CHECKPOINT');
  } finally {
    await admin.end();
  }
}
