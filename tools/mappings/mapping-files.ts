import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInFolder } from '../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { loadFolder } from '../../apps/carrier-tracking/src/carriers/mapping/file/load-folder.ts';
import { MappingFilesError } from '../../apps/carrier-tracking/src/carriers/mapping/file/located-fault.ts';
import { readYaml } from '../../apps/carrier-tracking/src/carriers/mapping/file/read-yaml.ts';
import type { Mapping } from '../../apps/carrier-tracking/src/carriers/mapping/mapping.ts';
import { carrierKeyOf } from '../../apps/carrier-tracking/src/scans/tracking-number.ts';

/** A mapping and the file that it stands in. */
export interface FiledMapping {
  mapping: Mapping;
  folder: string;
  file: string;
}

/**
 * The mappings by sender: those of a folder of one's own before those that come with the service.
 * @param own as CARRIER_MAPPINGS_DIR names it
 * @throws MappingFilesError that names every fault in them
 */
export function filedMappings(own: string | undefined): ReadonlyMap<string, FiledMapping> {
  const folders = own === undefined ? [builtInFolder] : [builtInFolder, own];
  const loaded = folders.map((folder) => ({ folder, ...loadFolder(folder) }));
  const faults = loaded.flatMap((one) => one.faults);
  if (faults.length > 0) throw new MappingFilesError(faults);
  return new Map(
    loaded.flatMap(({ folder, mappings }) =>
      [...mappings].map(([file, mapping]) => [mapping.sender, { mapping, folder, file }] as const),
    ),
  );
}

/** By its sender or one of its aliases, however it is spelt. */
export function mappingNamed(
  name: string,
  mappings: ReadonlyMap<string, FiledMapping>,
): FiledMapping | undefined {
  const key = carrierKeyOf(name);
  return [...mappings.values()].find(
    ({ mapping }) => mapping.sender === key || mapping.aliases.includes(key),
  );
}

/** Where a part of a mapping stands: `acme.yaml:12`. */
export function placeIn({ folder, file }: FiledMapping, pointer: string): string {
  const read = readYaml(file, readFileSync(join(folder, file), 'utf8'));
  return Array.isArray(read) ? file : `${file}:${read.faultAt(pointer, '').line}`;
}
