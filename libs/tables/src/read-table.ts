import { readCsv, type CsvOptions } from './csv/read-csv.ts';
import { TableError, type Row } from './table.ts';
import { readWorkbook, type SheetChoice } from './workbook/read-workbook.ts';

const zip = [0x50, 0x4b, 0x03, 0x04];
/** Of Excel before 2007, and of every workbook with a password. */
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];

export interface TableOptions extends CsvOptions {
  /** Of a workbook; its first visible one unless told. */
  sheet?: SheetChoice;
}

/**
 * The rows of a CSV file or of a sheet of an Excel workbook (.xlsx); the bytes say which of the two it is.
 * Takes memory in proportion to the file, and for a workbook to the 128 MiB that it may unpack to.
 * Throws TableError where nothing of it can be used.
 */
export const readTable = async (bytes: Uint8Array, options: TableOptions): Promise<Row[]> => {
  if (isWorkbook(bytes)) return readWorkbook(bytes, options.sheet ?? 'first', options.mostRows);
  if (startsWith(bytes, compoundFile))
    throw new TableError(
      'unsupported_file',
      'The file is an Excel workbook of the old kind or has a password: save it as .xlsx without one, or as CSV.',
    );
  return readCsv(bytes, options);
};

/** Whether the file is packed as workbooks are. */
export const isWorkbook = (bytes: Uint8Array): boolean => startsWith(bytes, zip);

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);
