import { badRequest, validationFailed } from '@landfall/service-kit';
import { CsvError, parse, type Options } from 'csv-parse/sync';
import { limits, textCell, type Table } from './cell.ts';
import { tableOf, tooManyRows } from './table.ts';

/** Encodings that may be named: Node's names of them. */
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

const delimiters = [',', ';', '\t', '|'] as const;

export interface CsvOptions {
  /** UTF-8, or UTF-16 with its byte order mark, unless told. */
  encoding: string | undefined;
  /** How many columns of a header are known: the delimiter that gives most is the file's. */
  knownColumns: (header: readonly string[]) => number;
}

/** Throws ProblemError 400 `encoding_not_known`, `malformed_csv`, `delimiter_not_known`, `no_rows`, and 413. */
export const readCsv = (body: Buffer, options: CsvOptions): Table => {
  const text = decoded(body, options.encoding);
  const rows = recordsOf(text, {
    delimiter: delimiterOf(text, options.knownColumns),
    to: limits.rows + 2,
  });
  if (rows.length > limits.rows + 1) throw tooManyRows();
  return tableOf(rows.map((cells) => cells.map(textCell)));
};

const decoded = (body: Buffer, encoding: string | undefined): string => {
  const marked =
    body[0] === 0xff && body[1] === 0xfe
      ? 'utf-16le'
      : body[0] === 0xfe && body[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding ?? marked, { fatal: true }).decode(body);
  } catch {
    if (encoding !== undefined)
      throw validationFailed([{ pointer: '/encoding', detail: `the file is not in ${encoding}` }]);
    throw badRequest(
      'encoding_not_known',
      `The file is not UTF-8. Save it as UTF-8, or say what it is: ?encoding=gb18030 (one of ${encodings.join(', ')}).`,
    );
  }
};

const delimiterOf = (text: string, knownColumns: CsvOptions['knownColumns']): string => {
  const scores = delimiters.map((delimiter) => ({
    delimiter,
    known: knownColumns(headerOf(text, delimiter)),
  }));
  const most = Math.max(...scores.map(({ known }) => known));
  const best = scores.filter(({ known }) => known === most);
  if (most > 0 && best.length === 1 && best[0]) return best[0].delimiter;
  throw badRequest(
    'delimiter_not_known',
    'The first row names no columns that are known, divided by comma, semicolon, tab or |. Name them, or send `mapping`.',
  );
};

const headerOf = (text: string, delimiter: string): string[] => {
  try {
    return recordsOf(text, { delimiter, to: 1, skip_records_with_empty_values: true })[0] ?? [];
  } catch {
    return [];
  }
};

const recordsOf = (text: string, options: Options): string[][] => {
  try {
    return parse(text, {
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 1_000_000,
      ...options,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as { lines?: number };
    throw badRequest(
      'malformed_csv',
      `Line ${lines ?? 'unknown'} is not CSV that can be read: check its quotes (${error.code.toLowerCase()}).`,
    );
  }
};
