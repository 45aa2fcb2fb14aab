import type { Mapping } from '../mapping.ts';
import { compileMapping } from './compile-mapping.ts';
import type { LocatedFault } from './located-fault.ts';
import { readYaml } from './read-yaml.ts';

export type ReadMapping = { ok: true; mapping: Mapping } | { ok: false; faults: LocatedFault[] };

/** Largest mapping file, in characters. */
const largestFile = 256 * 1024;

/**
 * Reads the text of a mapping file, YAML or JSON.
 * @param file its name without a folder: `<sender>.yaml`, `.yml` or `.json`
 */
export const readMapping = (file: string, text: string): ReadMapping => {
  const whole = { file, line: 1, column: 1, pointer: '' };
  if (text.length > largestFile)
    return { ok: false, faults: [{ ...whole, message: `is larger than ${largestFile} characters` }] };
  const read = readYaml(file, text);
  if (Array.isArray(read)) return { ok: false, faults: read };
  const compiled = compileMapping(read.value);
  if (!compiled.ok)
    return {
      ok: false,
      faults: compiled.faults.map(({ pointer, message }) => read.faultAt(pointer, message)),
    };
  const { mapping } = compiled;
  if (file.replace(/\.(yaml|yml|json)$/, '') !== mapping.sender)
    return { ok: false, faults: [read.faultAt('/sender', `must be the name of the file, which is ${file}`)] };
  return { ok: true, mapping };
};
