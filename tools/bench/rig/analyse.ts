import pg from 'pg';

/**
 * Gives the planner its statistics. A database that has been in use for some minutes has them; one that was filled a
 * moment ago waits for autovacuum, which comes around once a minute, and reads whole tables until then.
 */
export async function analyse(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
