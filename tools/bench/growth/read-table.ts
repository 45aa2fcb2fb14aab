import pg from 'pg';

/** What updates have made of a table of parcels. */
export interface TableState {
  /** MB (10^6 bytes), of the rows and of the key's index. */
  readonly rows: number;
  readonly index: number;
  /** Which part of the updates stayed on their page and left the index alone. */
  readonly hot: number;
  readonly autovacuums: number;
  /** How long those took, in ms, with their pauses. */
  readonly autovacuumMs: number;
}

/** How the table of parcels of a schema stands; its process has ended, for only then has it told all. */
export async function readTable(databaseUrl: string, schema: string): Promise<TableState> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<TableState>(
      `SELECT round(pg_table_size(relid) / 1e6, 1)::float AS rows, round(pg_indexes_size(relid) / 1e6, 1)::float AS index,
         round(n_tup_hot_upd / greatest(n_tup_upd, 1)::numeric, 3)::float AS hot,
         autovacuum_count::int AS autovacuums, round(total_autovacuum_time)::int AS "autovacuumMs"
       FROM pg_stat_all_tables WHERE schemaname = $1 AND relname = 'parcel_state'`,
      [schema],
    );
    const [state] = rows;
    if (!state) throw new Error(`${schema} has no table of parcels`);
    return state;
  } finally {
    await client.end();
  }
}
