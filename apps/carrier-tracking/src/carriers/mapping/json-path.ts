/** Names from the root on, read from a pointer such as `/data/number`; `*` stands for every item of a list. */
export type JsonPath = readonly string[];

/** @throws Error where the text does not begin with a slash */
export const jsonPath = (pointer: string): JsonPath => {
  if (!pointer.startsWith('/')) throw new Error(`"${pointer}" is not a path: it begins with a slash`);
  return pointer.slice(1).split('/');
};

/** All values that stand at the path, in the order of the document; missing ones and null are left out. */
export const valuesAt = (root: unknown, path: JsonPath): unknown[] => {
  let values: unknown[] = [root];
  for (const name of path)
    values = values.flatMap((value) =>
      name === '*' ? (Array.isArray(value) ? (value as unknown[]) : []) : [member(value, name)],
    );
  return values.filter((value) => value !== undefined && value !== null);
};

/** The text, number or boolean at the path as text; '' where there is none. */
export const textAt = (root: unknown, path: JsonPath): string => {
  const [value] = valuesAt(root, path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
