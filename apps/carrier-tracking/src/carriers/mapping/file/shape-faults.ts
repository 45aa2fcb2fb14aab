/** An error of the schema's validator. */
interface SchemaError {
  keyword: string;
  instancePath: string;
  params: object;
  message: string;
}

export interface ShapeFault {
  pointer: string;
  message: string;
}

/** What is wrong with a file's shape, in words: one fault a place, the deepest where one of several shapes was meant. */
export const shapeFaults = (
  errors: readonly SchemaError[],
  valueAt: (pointer: string) => unknown,
): ShapeFault[] => {
  const byPlace = Map.groupBy(errors, ({ instancePath }) => instancePath);
  const places = [...byPlace.keys()];
  const faults = new Map<string, string>();
  const add = (pointer: string, message: string) => {
    if (!faults.has(pointer)) faults.set(pointer, message);
  };
  for (const [place, its] of byPlace) {
    const isText = typeof valueAt(place) === 'string';
    const telling = its.filter(
      ({ keyword }) => !['anyOf', 'type', 'boolean'].includes(keyword) && (keyword !== 'enum' || isText),
    );
    for (const error of telling) tell(error, valueAt(place), add);
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
    for (const name of additionalProperties)
      add(`${instancePath}/${escaped(name)}`, 'is not known here: remove it');
  else if (allowedValues) add(instancePath, `"${String(value)}" is not one of ${allowedValues.join(', ')}`);
  else add(instancePath, message);
};

export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
