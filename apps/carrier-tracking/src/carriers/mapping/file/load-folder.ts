import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mapping } from '../mapping.ts';
import type { LocatedFault } from './located-fault.ts';
import { readMapping } from './read-mapping.ts';

/** The mappings of a folder by file, and what is wrong with the other files. */
export interface LoadedFolder {
  mappings: ReadonlyMap<string, Mapping>;
  faults: LocatedFault[];
}

/** Reads every mapping file of a folder; folders in it are not looked at. @throws Error where the folder cannot be read */
export const loadFolder = (folder: string): LoadedFolder => {
  const mappings = new Map<string, Mapping>();
  const faults: LocatedFault[] = [];
  const names = new Map<string, string>();
  for (const file of mappingFilesIn(folder)) {
    const read = readMapping(file, readFileSync(join(folder, file), 'utf8'));
    if (!read.ok) {
      faults.push(...read.faults);
      continue;
    }
    const { mapping } = read;
    const taken = [mapping.sender, ...mapping.aliases].find((name) => names.has(name));
    if (taken !== undefined) {
      const message = `"${taken}" is a name of ${names.get(taken)} too`;
      faults.push({ file, line: 1, column: 1, pointer: '/aliases', message });
      continue;
    }
    for (const name of [mapping.sender, ...mapping.aliases]) names.set(name, file);
    mappings.set(file, mapping);
  }
  return { mappings, faults };
};

/** The names of the mapping files in a folder, in order. */
export const mappingFilesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.(yaml|yml|json)$/.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => name !== schemaFile)
    .sort();

/** The published schema of mapping files lies beside them, for editors. */
export const schemaFile = 'mapping.schema.json';
