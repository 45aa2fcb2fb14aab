import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { isAlive } from './processes.ts';
import { runCommand } from './run-command.ts';

/** A system account that Postgres runs as: the server refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where a root user's Postgres lives when its account cannot enter the clone's folder. */
const systemDir = '/var/lib/landfall';

/**
 * The account for Postgres: none needed for an ordinary user; as root the account `postgres` (made when missing),
 * else `nobody`. Rejects when there is neither.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = accountNamed('postgres');
  if (existing) return existing;
  await runCommand('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const account = accountNamed('postgres') ?? accountNamed('nobody');
  if (!account)
    throw new Error('Postgres refuses to run as root, and there is no account "postgres" to run it as');
  return account;
}

function accountNamed(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** True when the account may pass through every folder that leads to the path. */
export function canReach(path: string, account: Account | undefined): boolean {
  if (!account) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { uid, gid, mode } = statSync(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/** The folder to keep Postgres' data in: `wanted`, or a system folder of its own name when it is out of reach. */
export function reachableDataDir(wanted: string, account: Account | undefined): string {
  if (canReach(wanted, account)) return wanted;
  return join(systemDir, createHash('sha256').update(wanted).digest('hex').slice(0, 12));
}

/** The folder of the Postgres programs: `wanted`, or a copy that the account can reach. */
export function reachablePrograms(wanted: string, version: string, account: Account | undefined): string {
  if (canReach(join(wanted, 'bin'), account)) return wanted;
  const copy = join(systemDir, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(systemDir, { recursive: true, mode: 0o755 });
  for (const entry of readdirSync(systemDir)) {
    const pid = /\.partial-(\d+)$/.exec(entry)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(systemDir, entry), { recursive: true, force: true });
  }
  const partial = `${copy}.partial-${process.pid}`;
  cpSync(wanted, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
    rmSync(partial, { recursive: true, force: true });
  }
  return copy;
}

/** Makes a private folder (mode 700) that belongs to the account. */
export function makePrivateDir(path: string, account: Account | undefined): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  if (account) chownSync(path, account.uid, account.gid);
}
