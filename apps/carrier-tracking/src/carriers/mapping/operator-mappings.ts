import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadFolder, mappingFilesIn } from './file/load-folder.ts';
import type { LocatedFault } from './file/located-fault.ts';
import type { Mapping } from './mapping.ts';

/** The mapping files in an operator's own folder, as they stand now: a broken one leaves what it was before in force. */
export class OperatorMappings {
  private readonly folder: string;
  private state = '';
  private byFile: ReadonlyMap<string, Mapping> = new Map();
  private found: readonly LocatedFault[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** By sender. */
  get mappings(): ReadonlyMap<string, Mapping> {
    return new Map([...this.byFile.values()].map((mapping) => [mapping.sender, mapping]));
  }

  /** What is wrong with the files as they stand. */
  get faults(): readonly LocatedFault[] {
    return this.found;
  }

  /** Reads the folder where it has changed; tells whether it had. @throws Error where it cannot be read */
  refresh(): boolean {
    const state = this.stateNow();
    if (state === this.state) return false;
    const { mappings, faults } = loadFolder(this.folder);
    const broken = new Set(faults.map(({ file }) => file));
    const kept = [...this.byFile].filter(([file]) => broken.has(file));
    this.byFile = new Map([...kept, ...mappings]);
    this.found = faults;
    this.state = state;
    return true;
  }

  /** Names, sizes and times of change: what a mounted folder shows too when it is swapped as a whole. */
  private stateNow(): string {
    return mappingFilesIn(this.folder)
      .map((file) => {
        const { size, mtimeMs, ino } = statSync(join(this.folder, file));
        return `${file} ${size} ${mtimeMs} ${ino}`;
      })
      .join('\n');
  }
}
