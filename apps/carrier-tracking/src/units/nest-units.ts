export type NestingCode = 'unknown_unit' | 'unit_cycle' | 'unit_in_another_unit';

/** Which of the named units cannot be put in, and why. */
export interface NestingFault {
  index: number;
  code: NestingCode;
}

export type Nesting = { ok: true; fresh: string[] } | { ok: false; faults: NestingFault[] };

/**
 * Puts units in a unit: all that are named, or none of them. Those that are in it already are not put in again.
 * @param path the ids of the unit and of what it is in, outwards
 * @param named ids, in lower case
 * @param parentOf of the named units that exist: what each is in
 */
export const nestUnits = (
  path: readonly string[],
  named: readonly string[],
  parentOf: ReadonlyMap<string, string | null>,
): Nesting => {
  const [into] = path;
  const faults: NestingFault[] = [];
  const fresh = new Set<string>();
  for (const [index, id] of named.entries()) {
    const parent = parentOf.get(id);
    if (parent === undefined) faults.push({ index, code: 'unknown_unit' });
    else if (path.includes(id)) faults.push({ index, code: 'unit_cycle' });
    else if (parent === null) fresh.add(id);
    else if (parent !== into) faults.push({ index, code: 'unit_in_another_unit' });
  }
  return faults.length === 0 ? { ok: true, fresh: [...fresh] } : { ok: false, faults };
};
