import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf } from './processes.ts';
import { readState, writeState } from './state-file.ts';

/** The process that runs on a data folder. */
export interface Owner {
  readonly pid: number;
  /** Its command line: a process id alone may have been given to another program since. */
  readonly commandLine: string;
}

const fileOf = (dataDir: string): string => join(dataDir, 'owner.json');

/** The live process that owns the folder; undefined when there is none (or it was killed). */
export function ownerOf(dataDir: string): Owner | undefined {
  const owner = readState<Owner>(fileOf(dataDir));
  return owner && commandLineOf(owner.pid) === owner.commandLine ? owner : undefined;
}

/** Makes this process the owner of the folder. Throws when another live process is. */
export function claim(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const owner: Owner = { pid: process.pid, commandLine: commandLineOf(process.pid) ?? '' };
  const candidate = `${fileOf(dataDir)}.${process.pid}`;
  for (;;) {
    writeState(candidate, owner);
    try {
      linkSync(candidate, fileOf(dataDir));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(candidate, { force: true });
    }
    const other = ownerOf(dataDir);
    if (other?.pid === process.pid) return;
    if (other) {
      throw new Error(
        `This clone is already running (process ${other.pid}). Stop that one first (Ctrl-C there).`,
      );
    }
    rmSync(fileOf(dataDir), { force: true });
  }
}

/** Gives the folder up. */
export function release(dataDir: string): void {
  if (readState<Owner>(fileOf(dataDir))?.pid === process.pid) rmSync(fileOf(dataDir), { force: true });
}
