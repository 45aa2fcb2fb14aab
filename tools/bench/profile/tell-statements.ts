import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const most = 40;
const shownCharacters = 150;

interface Counted {
  readonly role: string;
  readonly calls: string;
  readonly rows: string;
  readonly ms: number;
  readonly walBytes: string;
  readonly query: string;
}

const countedSql = `
  SELECT d.datname || coalesce('/' || r.rolname, '') AS role, calls, rows, total_exec_time AS ms, wal_bytes AS "walBytes", query
  FROM pg_stat_statements JOIN pg_database d ON d.oid = dbid LEFT JOIN pg_roles r ON r.oid = userid
  WHERE NOT query ~ 'pg_stat_statements' ORDER BY total_exec_time DESC LIMIT ${most}`;

/** Counts anew from now on: what was needed to warm up is left out. */
export const countAnew = (databaseUrl: string): Promise<unknown> =>
  ask(databaseUrl, 'SELECT pg_stat_statements_reset()');

/** Writes what each statement has taken in Postgres since it counts, by role, the dearest first; returns the file's path. */
export async function tellStatements(dir: string, databaseUrl: string): Promise<string> {
  const rows = await ask<Counted>(databaseUrl, countedSql);
  const path = join(dir, 'statements.txt');
  writeFileSync(path, `${[heading, ...rows.map(lineOf)].join('\n')}\n`);
  return path;
}

async function ask<Row extends pg.QueryResultRow>(databaseUrl: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const heading = '      ms     calls      rows   WAL kB  role and statement';

const lineOf = ({ role, calls, rows, ms, walBytes, query }: Counted): string =>
  [
    ms.toFixed(0).padStart(8),
    calls.padStart(9),
    rows.padStart(9),
    (Number(walBytes) / 1_024).toFixed(0).padStart(8),
    ` ${role}: ${query.replaceAll(/\s+/g, ' ').trim().slice(0, shownCharacters)}`,
  ].join(' ');
