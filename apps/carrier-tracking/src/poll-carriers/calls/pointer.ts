import type { Pointer } from '../poller.ts';

/** All values that stand at the place, in the order of the document; missing ones and null are left out. */
export const valuesAt = (root: unknown, pointer: Pointer): unknown[] => {
  let values: unknown[] = [root];
  for (const name of pointer)
    values = values.flatMap((value) =>
      name === '*' ? (Array.isArray(value) ? (value as unknown[]) : []) : [member(value, name)],
    );
  return values.filter((value) => value !== undefined && value !== null);
};

/** A copy without what stands at the places. */
export const without = (root: unknown, pointers: readonly Pointer[]): unknown => {
  if (pointers.length === 0) return root;
  const copy = structuredClone(root);
  for (const pointer of pointers) {
    const name = pointer.at(-1) ?? '';
    for (const holder of valuesAt(copy, pointer.slice(0, -1)))
      if (typeof holder === 'object') delete (holder as Record<string, unknown>)[name];
  }
  return copy;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
