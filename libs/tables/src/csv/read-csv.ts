import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { isBlank, keptColumns, TableError, textCell, type Row } from '../table.ts';
import { decodeText } from './decode-text.ts';
import { delimiterOf } from './delimiter.ts';

export interface CsvOptions {
  /** As the sender names it; UTF-8 unless told. */
  charset?: string | undefined;
  /** How a sender may name it: `or name its encoding: <charsetHint>.` */
  charsetHint: string;
  /** Whether a header is known: the delimiter that gives most of them is the file's. */
  knows?: ((header: string) => boolean) | undefined;
  /** Quotes only around whole cells, and doubled in them; else one in the midst of a cell is part of it. */
  strictQuotes?: true;
  /** Rows at most that are not blank, header and title rows counted. */
  mostRows: number;
}

const headLength = 65_536;
/** In bytes. */
const largestRecord = 262_144;
const sliceLength = 65_536;
const rowsPerTurn = 2_000;

/**
 * The rows of a CSV file (RFC 4180), whatever its delimiter.
 * Throws TableError `wrong_encoding`, `malformed_csv` or `table_too_large`.
 */
export const readCsv = async (bytes: Uint8Array, options: CsvOptions): Promise<Row[]> => {
  const { charset, charsetHint, knows, strictQuotes, mostRows } = options;
  const text = decodeText(bytes, charset, charsetHint);
  const parser = parse({
    delimiter: delimiterOf(text.slice(0, headLength), knows),
    relax_column_count: true,
    relax_quotes: !strictQuotes,
    trim: true,
    max_record_size: largestRecord,
  });
  Readable.from(slicesOf(Buffer.from(text))).pipe(parser);
  const rows: Row[] = [];
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (number % rowsPerTurn === 0) await othersTurn();
      const cells = record.slice(0, keptColumns).map(textCell);
      if (isBlank(cells)) continue;
      if (rows.length === mostRows)
        throw new TableError('table_too_large', `The file has more than ${mostRows} rows: divide it.`);
      rows.push({ number, cells });
    }
  } catch (error) {
    if (error instanceof CsvError) throw malformed(error);
    throw error;
  }
  return rows;
};

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += sliceLength)
    yield bytes.subarray(start, start + sliceLength);
}

const malformed = (error: CsvError): TableError => {
  const { code } = error;
  const row = Number(error['records']) + 1;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new TableError(
        'malformed_csv',
        `A quotation mark that is opened in row ${row} is never closed: close it, or double it where it is meant.`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new TableError(
        'malformed_csv',
        `Row ${row} has more than ${largestRecord} bytes: a quotation mark in it may not be closed.`,
      );
    default:
      return new TableError(
        'malformed_csv',
        `Row ${row} is no CSV that can be read: check its quotes (${code}).`,
      );
  }
};
