import { rename, rm } from 'node:fs/promises';
import type { ClientBase } from 'pg';
import type { Stack } from '../../stack/stack.ts';
import { schemas, type Rig } from '../rig.ts';
import type { Fault } from './fault.ts';
import { whileDown } from './postgres-down.ts';
import { runOrThrow } from './small-disk.ts';

/** What a backup holds: Postgres with all that it keeps, or one service's schema. */
export type BackedUp = 'everything' | keyof typeof schemas;

interface Backup {
  take(): Promise<void>;
  restore(): Promise<void>;
}

/** A backup, and its restoration when everything that was sent up to then has had its effects, here and downstream. */
export function backupAndRestore(what: BackedUp): Fault[] {
  const backupOf = ({ rig, stack }: { rig: Rig; stack: Stack }): Backup =>
    what === 'everything' ? dataFolder(stack) : schema(rig, schemas[what]);
  return [
    {
      what: `backup of ${what}`,
      strike: async (context) => {
        await backupOf(context).take();
        return true;
      },
    },
    {
      what: `${what} restored to the backup`,
      halts: true,
      strike: async (context) => {
        await context.untilSettled();
        await backupOf(context).restore();
        return true;
      },
    },
  ];
}

/** The server's data folder, copied while it is down. */
const dataFolder = (stack: Stack): Backup => {
  const copyOf = (folder: string): string => `${folder}.backup`;
  return {
    take: () =>
      whileDown(stack, async (aside, folder) => {
        await rm(copyOf(folder), { recursive: true, force: true });
        await runOrThrow('cp', ['-a', aside, copyOf(folder)]);
      }),
    restore: () =>
      whileDown(stack, async (aside, folder) => {
        await rm(aside, { recursive: true });
        await rename(copyOf(folder), aside);
      }),
  };
};

/** The tables of a schema, copied in one transaction, and put back in one while its service goes on. */
const schema = (rig: Rig, name: string): Backup => {
  const inOneTransaction = (work: (client: ClientBase, tables: readonly string[]) => Promise<void>) =>
    rig.query(async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      const { rows } = await client.query<{ table: string }>(
        `SELECT quote_ident(tablename) AS table FROM pg_tables WHERE schemaname = $1`,
        [name],
      );
      await work(
        client,
        rows.map(({ table }) => table),
      );
      await client.query('COMMIT');
    });
  const copies = `${name}_backup`;
  return {
    take: () =>
      inOneTransaction(async (client, tables) => {
        await client.query(`DROP SCHEMA IF EXISTS ${copies} CASCADE; CREATE SCHEMA ${copies}`);
        for (const table of tables)
          await client.query(`CREATE TABLE ${copies}.${table} AS TABLE ${name}.${table}`);
      }),
    restore: () =>
      inOneTransaction(async (client, tables) => {
        await client.query(`TRUNCATE ${tables.map((table) => `${name}.${table}`).join(', ')}`);
        for (const table of tables)
          await client.query(`INSERT INTO ${name}.${table} OVERRIDING SYSTEM VALUE TABLE ${copies}.${table}`);
        await client.query(`DROP SCHEMA ${copies} CASCADE`);
      }),
  };
};
