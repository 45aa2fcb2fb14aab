import { badRequest, ProblemError, tooLarge, validationFailed } from '@landfall/service-kit';
import { isWorkbook, readTable, TableError, type Row } from '@landfall/tables';
import { findColumns, knowsHeader, type ColumnName, type FoundColumns, type Mapping } from './columns.ts';

/** Rows of orders that a file may have. */
export const mostRows = 10_000;

/** Encodings that may be named. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'gbk',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
] as const;

export interface TableQuery {
  encoding?: string | undefined;
  sheet?: string | undefined;
  mapping: Mapping;
  /** Fields that the request tells for all rows. */
  given: readonly ColumnName[];
}

/**
 * The table of a CSV file or a workbook. Throws ProblemError 400 `encoding_not_known`, `malformed_csv`,
 * `malformed_workbook`, `sheet_not_named`, `delimiter_not_known`, `no_rows`, `columns_not_known`, and 413.
 */
export const readOrdersTable = async (body: Uint8Array, query: TableQuery): Promise<FoundColumns> => {
  const { mapping, given } = query;
  try {
    const rows = await rowsOf(body, query);
    const found = findColumns(rows, mapping, given);
    if (!found.ok && !found.anyKnown && !isWorkbook(body)) throw delimiterNotKnown();
    if (rows.length < 2 || (found.ok && found.rows.length === 0)) throw noRows();
    if (found.ok) return found;
    throw found.problem;
  } catch (error) {
    if (error instanceof TableError) throw problemOf(error, query);
    throw error;
  }
};

const rowsOf = (body: Uint8Array, { encoding, sheet, mapping }: TableQuery): Promise<Row[]> =>
  readTable(body, {
    charset: encoding,
    charsetHint: `?encoding=gb18030 (one of ${encodings.join(', ')})`,
    knows: knowsHeader(mapping),
    strictQuotes: true,
    sheet: sheet === undefined ? 'only' : { name: sheet },
    mostRows: mostRows + 1,
  });

const delimiterNotKnown = (): ProblemError =>
  badRequest(
    'delimiter_not_known',
    'No row names columns that are known, divided by comma, semicolon, tab or |. Name them, or send `mapping`.',
  );

const noRows = (): ProblemError =>
  badRequest('no_rows', 'The file must have a row that names its columns, and rows below it.');

const problemOf = ({ fault, message }: TableError, { encoding }: TableQuery): ProblemError => {
  switch (fault) {
    case 'wrong_encoding':
      return encoding === undefined
        ? badRequest('encoding_not_known', message)
        : validationFailed([{ pointer: '/encoding', detail: message }]);
    case 'unsupported_file':
      return badRequest('malformed_workbook', message);
    case 'malformed_csv':
    case 'malformed_workbook':
      return badRequest(fault, message);
    case 'sheet_not_named':
      return badRequest(fault, `${message} Say ?sheet=...`);
    case 'sheet_not_found':
      return validationFailed([{ pointer: '/sheet', detail: 'must be the name of a sheet of the workbook' }]);
    case 'table_too_large':
      return tooLarge(message);
    default:
      return fault satisfies never;
  }
};
