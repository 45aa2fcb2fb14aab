import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { sendSignal } from '../../stack/processes.ts';
import { roleUrl, roles, type Rig } from '../rig.ts';
import type { Fault } from './fault.ts';

const everyMs = 30;
/** More than the server takes. */
const strangers = 500;
const tooManyConnections = '53300';

/** What the services' connections are to the server. */
const backendsOf = (rig: Rig): Promise<number[]> =>
  rig.query(async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE usename = ANY($1)',
      [roles],
    );
    return rows.map(({ pid }) => pid);
  });

/** The services' server processes stand still, all of them or one after the other, for a moment again and again. */
export const slowBackends = (which: 'all' | 'each', stillMs: number, forMs: number): Fault => ({
  what: `${which === 'all' ? 'all processes' : 'one process after the other'} of Postgres stopped for ${stillMs} ms, for ${forMs / 1_000} s`,
  strike: async ({ rig }) => {
    for (const until = performance.now() + forMs; performance.now() < until; await delay(everyMs)) {
      const pids = await backendsOf(rig);
      for (const some of which === 'all' ? [pids] : pids.map((pid) => [pid])) await standStill(some, stillMs);
    }
    return true;
  },
});

async function standStill(pids: readonly number[], ms: number): Promise<void> {
  for (const pid of pids) sendSignal(pid, 'SIGSTOP');
  try {
    await delay(ms);
  } finally {
    for (const pid of pids) sendSignal(pid, 'SIGCONT');
  }
}

/** The services' roles may have so many connections for a while; those that they have are ended. */
export const connectionsLimited = (limit: number, forMs: number): Fault => ({
  what: `at most ${limit} connections a role for ${forMs / 1_000} s`,
  strike: async ({ rig }) => {
    await limitRoles(rig, limit);
    await endConnections(rig);
    await delay(forMs);
    await limitRoles(rig, -1);
    return true;
  },
});

const limitRoles = (rig: Rig, limit: number): Promise<void> =>
  rig.query(async (client) => {
    for (const role of roles) await client.query(`ALTER ROLE ${role} CONNECTION LIMIT ${limit}`);
  });

const endConnections = (rig: Rig): Promise<unknown> =>
  rig.query((client) =>
    client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ANY($1)', [roles]),
  );

/** Strangers hold every connection that the server gives to others than its superuser, for a while. */
export const connectionsTaken = (forMs: number): Fault => ({
  what: `all connections of Postgres taken for ${forMs / 1_000} s`,
  strike: async ({ rig, stack }) => {
    const url = await strangerUrl(rig, stack.databaseUrl);
    const held: pg.Client[] = [];
    try {
      await takeAll(url, held);
      await endConnections(rig);
      // The ones that have just become free, before the services have them again.
      await takeAll(url, held);
      await delay(forMs);
    } finally {
      await Promise.all(held.map((client) => client.end()));
    }
    return true;
  },
});

const stranger = 'chaos_stranger';

async function strangerUrl(rig: Rig, databaseUrl: string): Promise<string> {
  await rig.query(async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [stranger]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${stranger} LOGIN PASSWORD '${stranger}'`);
  });
  return roleUrl(databaseUrl, stranger);
}

async function takeAll(url: string, held: pg.Client[]): Promise<void> {
  while (held.length < strangers) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      if ((error as { code?: unknown }).code === tooManyConnections) return;
      throw error;
    }
    held.push(client);
  }
}
