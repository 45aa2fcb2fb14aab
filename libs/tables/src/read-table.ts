import { readCsv, type CsvOptions } from './csv/read-csv.ts';
import { TableError, type Row } from './table.ts';
import { readWorkbook } from './workbook/read-workbook.ts';

const zip = [0x50, 0x4b, 0x03, 0x04];
/** Of Excel before 2007, and of every workbook with a password. */
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The rows of a CSV file or of the first visible sheet of an Excel workbook (.xlsx); the bytes say which of the two it is.
 * Takes memory in proportion to the file, and for a workbook to the 128 MiB that it may unpack to.
 * Throws TableError where nothing of it can be used.
 */
export const readTable = async (bytes: Uint8Array, options: CsvOptions): Promise<Row[]> => {
  if (startsWith(bytes, zip)) return readWorkbook(bytes, options.mostRows);
  if (startsWith(bytes, compoundFile))
    throw new TableError(
      'unsupported_file',
      'The file is an Excel workbook of the old kind or has a password: save it as .xlsx without one, or as CSV.',
    );
  return readCsv(bytes, options);
};

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);
