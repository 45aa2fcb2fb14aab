import { ProblemError, validationFailed, type FieldError } from '@landfall/service-kit';
import type { Row } from './cell.ts';
import names from './columns.json' with { type: 'json' };

/** What a column may tell of an order or one of its lines. */
export type ColumnName = keyof typeof names;
export const columnNames = Object.keys(names) as ColumnName[];

/** Where each thing is told: the index of its column. */
export type Columns = ReadonlyMap<ColumnName, number>;

export interface FoundColumns {
  columns: Columns;
  /** Headers of columns of which nothing is taken. */
  ignored: string[];
}

const keyOf = (header: string): string =>
  header
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ');

const byKey: ReadonlyMap<string, ColumnName> = new Map(
  columnNames.flatMap((name) => [name, ...names[name]].map((header) => [keyOf(header), name] as const)),
);

/** How many of these headers are known, by their name or by the mapping. */
export const countKnown = (header: readonly string[], mapping: Mapping): number => {
  const mapped = new Set(Object.values(mapping).map(keyOf));
  return header.filter((text) => byKey.has(keyOf(text)) || mapped.has(keyOf(text))).length;
};

/** Which column, by its header, tells what. */
export type Mapping = Partial<Record<ColumnName, string>>;

/** A mapping from its JSON. Throws ProblemError 400 `validation_failed`, naming each wrong field. */
export const readMapping = (json: string | undefined): Mapping => {
  if (json === undefined) return {};
  const mapping = parsed(json);
  const faults = Object.entries(mapping).flatMap(([name, header]): FieldError[] => {
    const pointer = `/mapping/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Object.hasOwn(names, name))
      return [{ pointer, detail: `is not known here: the fields are ${columnNames.join(', ')}` }];
    return typeof header === 'string' && header.trim() !== ''
      ? []
      : [{ pointer, detail: 'must be the header of a column' }];
  });
  if (faults.length > 0) throw validationFailed(faults);
  return mapping as Mapping;
};

const parsed = (json: string): object => {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw validationFailed([
    {
      pointer: '/mapping',
      detail: 'must be a JSON object of fields and headers, such as {"externalId":"Order no."}',
    },
  ]);
};

const required: readonly ColumnName[] = [
  'externalId',
  'placedAt',
  'buyerName',
  'country',
  'title',
  'quantity',
  'unitPrice',
];

/**
 * Finds each field's column by the mapping or by its name in English, Chinese or German.
 * Throws ProblemError 400 `columns_not_known`, naming what is missing, what stands twice, and what a mapping names in vain.
 * @param given fields that the request tells for all rows
 */
export const findColumns = ({ cells }: Row, mapping: Mapping, given: readonly ColumnName[]): FoundColumns => {
  const headers = cells.map((cell) => (cell?.kind === 'text' ? cell.text : ''));
  const columns = new Map<ColumnName, number>();
  const faults: FieldError[] = [];
  for (const [name, header] of Object.entries(mapping) as [ColumnName, string][]) {
    const at = headers.flatMap((text, index) => (keyOf(text) === keyOf(header) ? [index] : []));
    if (at.length === 1 && at[0] !== undefined) columns.set(name, at[0]);
    else
      faults.push({
        pointer: `/mapping/${name}`,
        detail: at.length === 0 ? 'names no column of the file' : 'names several columns of the file',
      });
  }
  const mapped = new Set(columns.values());
  for (const [index, header] of headers.entries()) {
    const name = byKey.get(keyOf(header));
    if (name === undefined || mapped.has(index) || Object.hasOwn(mapping, name)) continue;
    const first = columns.get(name);
    if (first === undefined) columns.set(name, index);
    else
      faults.push({
        pointer: `/mapping/${name}`,
        detail: `could be "${headers[first]}" or "${header}": say which by \`mapping\``,
      });
  }
  for (const name of [...required, 'currency' as const, 'marketplace' as const])
    if (
      !columns.has(name) &&
      !given.includes(name) &&
      !faults.some(({ pointer }) => pointer === `/mapping/${name}`)
    )
      faults.push({
        pointer: `/mapping/${name}`,
        detail: `no column is "${names[name][0]}" or a like name: say which by \`mapping\`${
          name === 'currency' || name === 'marketplace' ? `, or send \`${name}\` for the whole file` : ''
        }`,
      });
  if (faults.length > 0) throw columnsNotKnown(faults);
  const used = new Set(columns.values());
  return { columns, ignored: headers.filter((header, index) => header !== '' && !used.has(index)) };
};

const columnsNotKnown = (errors: readonly FieldError[]) =>
  new ProblemError({
    status: 400,
    code: 'columns_not_known',
    title: 'The request is not valid',
    detail: 'It is not clear which columns tell what: see errors.',
    errors,
  });
