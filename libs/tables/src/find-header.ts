import { columnLetters, isBlank, type Row } from './table.ts';

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
  | { ok: true; columns: Columns<Field>; below: Row[] }
  | { ok: false; faults: { field: Field; detail: string }[] };

/** Titles and addresses may stand above the header. */
const rowsLookedAt = 20;

/**
 * Finds the header of a table: the first row that has all required columns.
 * @param named headers that the sender has chosen for fields himself; they go before those that are known
 * @returns what is below it, without blank rows; or what is missing or told twice, by field
 */
export const findHeader = <Field extends string>(
  rows: readonly Row[],
  kinds: Readonly<Record<Field, ColumnKind>>,
  named: Partial<Readonly<Record<Field, string>>> = {},
): FoundHeader<Field> => {
  const candidates = rows.slice(0, rowsLookedAt).filter((row) => !isBlank(row));
  const readings = candidates.map((row) => ({ row, ...readingOf(row, kinds, named) }));
  const complete = readings.find(({ missing }) => missing.length === 0);
  const nearest = complete ?? readings.toSorted((a, b) => a.missing.length - b.missing.length)[0];
  if (!nearest)
    return {
      ok: false,
      faults: requiredOf(kinds, named).map((field) => ({ field, detail: 'the file is empty' })),
    };
  const faults = [
    ...nearest.missing.map((field) => ({ field, detail: missingDetail(nearest.row, named[field]) })),
    ...nearest.twice,
  ];
  if (faults.length > 0) return { ok: false, faults };
  const below = rows.filter((row) => row.number > nearest.row.number && !isBlank(row));
  return { ok: true, columns: nearest.columns, below };
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
