import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Poller } from '../poller.ts';
import { PollFileError, readPollFile, type Surroundings } from './read-poll-file.ts';

/** Files that come with the service: beside `src` and `dist` alike. */
export const ownPollFiles = join(import.meta.dirname, '..', '..', '..', 'polls');

const ending = '.yaml';

/**
 * The carriers who are polled, by the names of their files; a folder before another one has precedence.
 * @throws PollFileError that names every fault of all files with its line
 */
export const loadPollers = (
  names: readonly string[],
  folders: readonly string[],
  around: Surroundings,
): Poller[] => {
  const pollers: Poller[] = [];
  const faults: string[] = [];
  for (const name of new Set(names)) {
    const path = folders.map((folder) => join(folder, name + ending)).find((file) => existsSync(file));
    try {
      if (path === undefined) throw new PollFileError(noFile(name, folders));
      pollers.push(readPollFile(name, path, readFileSync(path, 'utf8'), around));
    } catch (error) {
      if (!(error instanceof PollFileError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) throw new PollFileError(`carriers cannot be polled:\n${faults.join('\n')}`);
  return pollers;
};

const noFile = (name: string, folders: readonly string[]): string => {
  const known = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
  return `POLLED_CARRIERS names ${name}, but there is no ${name}${ending}; there are ${[...new Set(known)].sort().join(', ')}`;
};
