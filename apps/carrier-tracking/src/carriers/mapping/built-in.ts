import { join } from 'node:path';
import { loadFolder } from './file/load-folder.ts';
import { MappingFilesError } from './file/located-fault.ts';
import type { Mapping } from './mapping.ts';

/** Where the mapping files lie that come with the service: beside `src` and `dist` alike. */
export const builtInFolder = join(import.meta.dirname, '..', '..', '..', 'mappings');

/** The mappings that come with the service, by sender. @throws MappingFilesError that names every fault in them */
export const builtInMappings = (): ReadonlyMap<string, Mapping> => {
  const { mappings, faults } = loadFolder(builtInFolder);
  if (faults.length > 0) throw new MappingFilesError(faults);
  return new Map([...mappings.values()].map((mapping) => [mapping.sender, mapping]));
};
