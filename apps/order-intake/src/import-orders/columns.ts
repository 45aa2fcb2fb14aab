import { ProblemError, validationFailed, type FieldError } from '@landfall/service-kit';
import {
  findHeader,
  knownHeaders,
  type ColumnKind,
  type Columns as ColumnsOf,
  type Row,
} from '@landfall/tables';
import names from './columns.json' with { type: 'json' };

/** What a column may tell of an order or one of its lines. */
export type ColumnName = keyof typeof names;
export const columnNames = Object.keys(names) as ColumnName[];

/** Where each thing is told. */
export type Columns = ColumnsOf<ColumnName>;

export interface FoundColumns {
  header: Row;
  columns: Columns;
  /** Headers of columns of which nothing is taken. */
  ignored: string[];
  /** Below the header. */
  rows: Row[];
}

/** Whether a header is known, by its name or by the mapping. */
export const knowsHeader = (mapping: Mapping) => knownHeaders(kindsFor([]), mapping);

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
  'currency',
  'marketplace',
];
/** What a request may tell for the whole file. */
const givable: readonly ColumnName[] = ['currency', 'marketplace'];

const kindsFor = (given: readonly ColumnName[]): Record<ColumnName, ColumnKind> =>
  Object.fromEntries(
    columnNames.map((name): [ColumnName, ColumnKind] => [
      name,
      {
        names: [name, ...names[name]],
        ...(required.includes(name) && !given.includes(name) && { required: true }),
      },
    ]),
  ) as Record<ColumnName, ColumnKind>;

/**
 * Finds each field's column by the mapping or by its name in English, Chinese or German. Where it is not clear which column
 * tells what: 400 `columns_not_known`, naming what is missing, what stands twice, and what a mapping names in vain.
 * @param given fields that the request tells for all rows
 */
export const findColumns = (
  rows: readonly Row[],
  mapping: Mapping,
  given: readonly ColumnName[],
): ({ ok: true } & FoundColumns) | { ok: false; anyKnown: boolean; problem: ProblemError } => {
  const found = findHeader(rows, kindsFor(given), mapping);
  if (!found.ok)
    return {
      ok: false,
      anyKnown: Object.keys(found.columns).length > 0,
      problem: columnsNotKnown(
        found.faults.map(({ field, detail }) => ({
          pointer: `/mapping/${field}`,
          detail: `${detail}: ${remedyFor(field)}`,
        })),
      ),
    };
  const { header, columns, below } = found;
  const used = new Set(Object.values(columns).map(({ index }) => index));
  const ignored = header.cells.flatMap((cell, index) =>
    typeof cell === 'string' && cell !== '' && !used.has(index) ? [cell] : [],
  );
  return { ok: true, header, columns, ignored, rows: below };
};

const remedyFor = (field: ColumnName): string =>
  givable.includes(field)
    ? `say which by \`mapping\`, or send \`${field}\` for the whole file`
    : 'say which by `mapping`';

const columnsNotKnown = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError({
    status: 400,
    code: 'columns_not_known',
    title: 'The request is not valid',
    detail: 'It is not clear which columns tell what: see errors.',
    errors,
  });
