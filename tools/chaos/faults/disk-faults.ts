import { readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../../stack/processes.ts';
import type { Stack } from '../../stack/stack.ts';
import type { Rig } from '../rig.ts';
import type { Fault } from './fault.ts';
import { askPostgres, whileDown } from './postgres-down.ts';
import { runOrThrow, SmallDisk } from './small-disk.ts';

/** What of Postgres lies on the small disk. */
export type OnDisk = 'tables' | 'log';

/** A small disk under a part of Postgres, and how it is taken away again. */
export interface MountedDisk {
  readonly disk: SmallDisk;
  putBack(): Promise<void>;
}

const tablespace = 'chaos_small';
const mebibytes = { tables: 64, log: 96 } as const satisfies Record<OnDisk, number>;

export const mountUnder = (what: OnDisk, stack: Stack): Promise<MountedDisk> =>
  what === 'tables' ? mountUnderTables(stack) : mountUnderLog(stack);

/** Tables that are made from now on lie on a small disk. */
async function mountUnderTables(stack: Stack): Promise<MountedDisk> {
  const { folder, database } = await askPostgres<{ folder: string; database: string }>(
    stack,
    `SELECT current_setting('data_directory') AS folder, current_database() AS database`,
  );
  const disk = await SmallDisk.mount(mebibytes.tables, folder);
  await askPostgres(stack, `CREATE TABLESPACE ${tablespace} LOCATION '${disk.folder}'`);
  await askPostgres(stack, `ALTER DATABASE ${database} SET default_tablespace = ${tablespace}`);
  return {
    disk,
    putBack: async () => {
      await askPostgres(stack, `ALTER DATABASE ${database} RESET default_tablespace`);
      await askPostgres(stack, `DROP TABLESPACE ${tablespace}`);
      // A recovery that began before it would look for the folder.
      await askPostgres(stack, 'CHECKPOINT');
      await disk.unmount();
    },
  };
}

/** The write-ahead log lies on a small disk. */
async function mountUnderLog(stack: Stack): Promise<MountedDisk> {
  // Without its folder Postgres may end at once instead of in order, and then recovers from its last checkpoint.
  await askPostgres(stack, 'CHECKPOINT');
  const { folder, segment } = await askPostgres<{ folder: string; segment: string }>(
    stack,
    `SELECT current_setting('data_directory') AS folder, redo_wal_file AS segment FROM pg_control_checkpoint()`,
  );
  const disk = await SmallDisk.mount(mebibytes.log, folder);
  await whileDown(stack, async (aside) => {
    const log = join(aside, 'pg_wal');
    const segments = (await readdir(log)).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
    // Nothing older is needed, and of the newer ones none but the next has been written to.
    const needed = segments.filter((name) => name >= segment).slice(0, 2);
    for (const name of segments) if (!needed.includes(name)) await rm(join(log, name));
    await runOrThrow('cp', ['-a', `${log}/.`, disk.folder]);
    await rm(log, { recursive: true });
    await symlink(disk.folder, log);
  });
  return {
    disk,
    putBack: async () => {
      await whileDown(stack, async (aside) => {
        const log = join(aside, 'pg_wal');
        await rm(log);
        await runOrThrow('cp', ['-a', disk.folder, log]);
      });
      await disk.unmount();
    },
  };
}

const stillForMs = 3_000;
const stillWithinMs = 60_000;
const lookEveryMs = 500;

/** The small disk is full for a while; Postgres may also be killed meanwhile, and can then not even recover. */
export const diskFull = (what: OnDisk, killed: boolean): Fault => ({
  what: `disk of Postgres' ${what} full${killed ? ', and Postgres killed' : ''}`,
  strike: async ({ rig, stack, disk, complain }) => {
    await disk.fill();
    if (!(await standsStill(rig, what))) complain(`the services went on with the disk of the ${what} full`);
    const { postgres } = stack.pids();
    if (killed && postgres !== undefined) sendSignal(postgres, 'SIGKILL');
    await delay(stillForMs);
    await disk.free();
    return true;
  },
});

/** Whether nothing gets on for a while, though there is something to do. */
async function standsStill(rig: Rig, what: OnDisk): Promise<boolean> {
  let effects: number | undefined;
  let stillSince = performance.now();
  for (const until = stillSince + stillWithinMs; performance.now() < until; await delay(lookEveryMs)) {
    // A new segment, so that one that was made ready before is used up.
    if (what === 'log')
      await rig.query((client) => client.query('SELECT pg_switch_wal()')).catch(() => undefined);
    const now = await rig.effects().catch(() => undefined);
    const waiting = await rig.lag();
    if (waiting === 0 || (now !== undefined && now !== effects)) stillSince = performance.now();
    if (performance.now() - stillSince > stillForMs) return true;
    effects = now ?? effects;
  }
  return false;
}
