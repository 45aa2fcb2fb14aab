import { nearestWord } from '../nearest-word.ts';

/** An error of the schema's validator. */
interface SchemaError {
  keyword: string;
  /** Of the part of the schema that it is about. */
  schemaPath: string;
  instancePath: string;
  params: object;
  message: string;
}

export interface ShapeFault {
  pointer: string;
  message: string;
}

/**
 * What is wrong with a file's shape, in words: one fault a place, the deepest where one of several shapes was meant. Names and
 * words that are misspelt are told with the known one that is nearest.
 */
export const shapeFaults = (
  errors: readonly SchemaError[],
  value: unknown,
  schema: unknown,
): ShapeFault[] => {
  const byPlace = Map.groupBy(errors, ({ instancePath }) => instancePath);
  const places = [...byPlace.keys()];
  const faults = new Map<string, string>();
  const add = (pointer: string, message: string) => {
    if (!faults.has(pointer)) faults.set(pointer, message);
  };
  for (const [place, its] of byPlace) {
    const isText = typeof at(value, place) === 'string';
    const telling = its.filter(
      ({ keyword }) => !['anyOf', 'type', 'boolean'].includes(keyword) && (keyword !== 'enum' || isText),
    );
    for (const error of telling) tell(error, at(value, place), namesIn(at(schema, error.schemaPath)), add);
    if (telling.length > 0 || places.some((other) => other.startsWith(`${place}/`))) continue;
    const types = its.flatMap(({ keyword, params }) =>
      keyword === 'type' ? [(params as { type: string }).type] : [],
    );
    if (types.length > 0)
      add(place, `must be ${[...new Set(types)].map((type) => words[type] ?? type).join(' or ')}`);
  }
  return [...faults].map(([pointer, message]) => ({ pointer, message }));
};

const words: Readonly<Record<string, string>> = {
  string: 'text (in quotes where it could be a number)',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

const tell = (
  { keyword, instancePath, params, message }: SchemaError,
  value: unknown,
  names: readonly string[],
  add: (pointer: string, message: string) => void,
): void => {
  const {
    requiredProperties = [],
    additionalProperties = [],
    allowedValues,
  } = params as {
    requiredProperties?: string[];
    additionalProperties?: string[];
    allowedValues?: string[];
  };
  if (keyword === 'required')
    add(instancePath, `has no ${requiredProperties.map((name) => `"${name}"`).join(', ')}`);
  else if (keyword === 'additionalProperties')
    for (const name of additionalProperties) {
      const free = names.filter((other) => !Object.hasOwn(value as object, other));
      const meant = nearestWord(name, free);
      add(
        `${instancePath}/${escaped(name)}`,
        `is not known here: ${meant === undefined ? 'remove it' : `did you mean ${meant}?`}`,
      );
    }
  else if (allowedValues) {
    const meant = nearestWord(String(value), allowedValues);
    add(
      instancePath,
      meant === undefined
        ? `"${String(value)}" is not one of ${allowedValues.join(', ')}`
        : `"${String(value)}" is not known here: did you mean ${meant}?`,
    );
  } else add(instancePath, message);
};

const namesIn = (schema: unknown): string[] =>
  Object.keys((schema as { properties?: object } | undefined)?.properties ?? {});

/** What stands at a JSON pointer. */
const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (inner, name) =>
        (inner as Record<string, unknown> | undefined)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')],
      value,
    );

export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
