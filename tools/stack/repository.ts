import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The root folder of this clone. */
export const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Everything that the tools keep for this clone: data folders, logs, stamps. Not under version control. */
export const stateDir = join(repositoryRoot, '.landfall');

/** Data folder of `npm start` and `npm run stack`. */
export const startDir = join(stateDir, 'start');

/** Downloads shared by all clones of one user; `XDG_CACHE_HOME` moves it. */
export function cacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'landfall');
}

/** A short name of this clone, the same as long as it stays where it is: keeps two clones' containers apart. */
export function cloneId(root: string = repositoryRoot): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 10);
}
