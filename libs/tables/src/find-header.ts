import { columnLetters, mostColumns, TableError, type Row } from './table.ts';

/** What a column is known by. */
export interface ColumnKind {
  /** Headers that mean it, in whatever languages; case, spaces and punctuation do not count. */
  names: readonly string[];
  required?: true;
}

export interface Column {
  /** From 0. */
  index: number;
  /** As the file has it. */
  header: string;
}

export type Columns<Field extends string> = Partial<Record<Field, Column>>;

export type FoundHeader<Field extends string> =
  | { ok: true; header: Row; columns: Columns<Field>; below: Row[] }
  | { ok: false; columns: Columns<Field>; faults: { field: Field; detail: string }[] };

/** Titles and addresses may stand above the header. */
const rowsLookedAt = 20;

/**
 * Finds the header of a table: the first row that has all required columns. Throws TableError `table_too_large` where it
 * has more than 200.
 * @param named headers that the sender has chosen for fields himself; they go before those that are known
 * @returns what is below it; or what is missing or told twice, in the order of the fields, and what there is
 */
export const findHeader = <Field extends string>(
  rows: readonly Row[],
  kinds: Readonly<Record<Field, ColumnKind>>,
  named: Partial<Readonly<Record<Field, string>>> = {},
): FoundHeader<Field> => {
  const readings = rows.slice(0, rowsLookedAt).map((row) => ({ row, ...readingOf(row, kinds, named) }));
  const complete = readings.find(({ missing }) => missing.length === 0);
  const nearest = complete ?? readings.toSorted((a, b) => a.missing.length - b.missing.length)[0];
  if (!nearest)
    return {
      ok: false,
      columns: {},
      faults: requiredOf(kinds, named).map((field) => ({ field, detail: 'the file is empty' })),
    };
  const { row: header, columns, missing, twice } = nearest;
  if (header.cells.length > mostColumns)
    throw new TableError('table_too_large', `The file has more than ${mostColumns} columns: leave some out.`);
  const order = Object.keys(kinds);
  const faults = [
    ...missing.map((field) => ({ field, detail: missingDetail(header, named[field]) })),
    ...twice,
  ].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  if (faults.length > 0) return { ok: false, columns, faults };
  return { ok: true, header, columns, below: rows.filter(({ number }) => number > header.number) };
};

/** Whether a header is known, by its name or because the sender has chosen it. */
export const knownHeaders = <Field extends string>(
  kinds: Readonly<Record<Field, ColumnKind>>,
  named: Partial<Readonly<Record<Field, string>>> = {},
): ((header: string) => boolean) => {
  const names = Object.values<ColumnKind>(kinds).flatMap((kind) => kind.names);
  const chosen = Object.values<string | undefined>(named).filter((header) => header !== undefined);
  const keys = new Set([...names, ...chosen].map(keyOf));
  return (header) => keys.has(keyOf(header));
};

interface Reading<Field extends string> {
  columns: Columns<Field>;
  missing: Field[];
  twice: { field: Field; detail: string }[];
}

const readingOf = <Field extends string>(
  row: Row,
  kinds: Readonly<Record<Field, ColumnKind>>,
  named: Partial<Readonly<Record<Field, string>>>,
): Reading<Field> => {
  const reading: Reading<Field> = { columns: {}, missing: [], twice: [] };
  const required = new Set(requiredOf(kinds, named));
  const taken = new Set(Object.values<string | undefined>(named).map((header) => keyOf(header ?? '')));
  for (const field of Object.keys(kinds) as Field[]) {
    const chosen = named[field];
    const keys =
      chosen === undefined
        ? new Set(kinds[field].names.map(keyOf).filter((key) => !taken.has(key)))
        : new Set([keyOf(chosen)]);
    const fitting = row.cells.flatMap((cell, index) =>
      typeof cell === 'string' && cell !== '' && keys.has(keyOf(cell)) ? [{ index, header: cell }] : [],
    );
    const [first, second] = fitting;
    if (first) reading.columns[field] = first;
    else if (required.has(field)) reading.missing.push(field);
    if (first && second)
      reading.twice.push({
        field,
        detail: `stands in ${describeColumn(first)} and in ${describeColumn(second)}: leave one of them`,
      });
  }
  return reading;
};

const requiredOf = <Field extends string>(
  kinds: Readonly<Record<Field, ColumnKind>>,
  named: Partial<Readonly<Record<Field, string>>>,
): Field[] =>
  (Object.keys(kinds) as Field[]).filter((field) => kinds[field].required || named[field] !== undefined);

const keyOf = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

const missingDetail = (row: Row, chosen: string | undefined): string => {
  const headers = row.cells.filter((cell) => typeof cell === 'string' && cell !== '').slice(0, 30);
  const seen = headers.map((header) => `“${String(header).slice(0, 40)}”`).join(', ');
  const what = chosen === undefined ? 'has no column that is known' : `has no column “${chosen}”`;
  return `${what}: row ${row.number} has ${seen || 'no text'}`;
};

/** A column for people: `column C (“Tracking No”)`. */
export const describeColumn = ({ index, header }: Column): string =>
  `column ${columnLetters(index)} (“${header.slice(0, 40)}”)`;
