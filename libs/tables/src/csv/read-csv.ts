import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { mostColumns, TableError, Unreadable, type Cell, type Row } from '../table.ts';
import { decodeText } from './decode-text.ts';
import { delimiterOf } from './delimiter.ts';

export interface CsvOptions {
  /** As the sender names it; UTF-8 unless told. */
  charset?: string | undefined;
  /** Rows at most, header and title rows counted. */
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
export const readCsv = async (bytes: Uint8Array, { charset, mostRows }: CsvOptions): Promise<Row[]> => {
  const text = decodeText(bytes, charset);
  const parser = parse({
    delimiter: delimiterOf(text.slice(0, headLength)),
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    max_record_size: largestRecord,
  });
  Readable.from(slicesOf(Buffer.from(text))).pipe(parser);
  const rows: Row[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (rows.length === mostRows)
        throw new TableError('table_too_large', `The file has more than ${mostRows} rows: divide it.`);
      rows.push({ number: rows.length + 1, cells: record.slice(0, mostColumns).map(cellOf) });
      if (rows.length % rowsPerTurn === 0) await othersTurn();
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

/** What spreadsheet programs would take for a formula, or have written after they lost digits, is not what was meant. */
const cellOf = (text: string): Cell => {
  if (text.startsWith('=')) return new Unreadable('holds a formula: write its value');
  if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(text))
    return new Unreadable('is in scientific notation, which has lost digits: write them all');
  return text;
};

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
      return new TableError('malformed_csv', `Row ${row} is no CSV that can be read (${code}).`);
  }
};
