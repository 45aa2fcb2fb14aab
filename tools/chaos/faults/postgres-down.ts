import { rename } from 'node:fs/promises';
import pg from 'pg';
import { endProcess } from '../../stack/processes.ts';
import { probePostgres, untilReady } from '../../stack/readiness.ts';
import type { Stack } from '../../stack/stack.ts';

const readyLimitMs = 60_000;

/** Asks Postgres as its superuser for one row. */
export async function askPostgres<Row>(stack: Stack, sql: string): Promise<Row> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows[0] as Row;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Shuts Postgres down and lets something be done with its data folder, which is put aside for that time: nobody can
 * start it without. The stack's supervision does so afterwards; resolves when it has.
 */
export async function whileDown(
  stack: Stack,
  work: (aside: string, folder: string) => Promise<void>,
): Promise<void> {
  const { folder } = await askPostgres<{ folder: string }>(
    stack,
    `SELECT current_setting('data_directory') AS folder`,
  );
  const { postgres } = stack.pids();
  if (postgres === undefined) throw new Error('Postgres is not a process of this machine');
  const aside = `${folder}.aside`;
  await rename(folder, aside);
  try {
    await endProcess(postgres, 'SIGINT');
    await work(aside, folder);
  } finally {
    await rename(aside, folder);
  }
  await untilReady('Postgres', () => probePostgres(stack.databaseUrl), readyLimitMs);
}
