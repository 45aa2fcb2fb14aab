/**
 * A number as a workbook stores it: decimal, of 15 digits at most. It has the leading zeros that a format of zeros alone
 * shows, and no others: what the user typed may have had more.
 */
export class StoredNumber {
  constructor(readonly text: string) {}
}

/** A date and time as a wall shows them: nothing says in which zone. Months and days count from 1. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** A number that a workbook shows as a date. */
export class StoredDate {
  constructor(readonly wall: WallTime) {}
}

/** A cell that says nothing certain. */
export class Unreadable {
  /** @param because what is wrong and what to do, to follow the name of the cell: `holds a formula: ...` */
  constructor(readonly because: string) {}
}

/** What stands in a cell: trimmed text, '' where it is blank. */
export type Cell = string | StoredNumber | StoredDate | Unreadable;

/** A row that is not blank. */
export interface Row {
  /** As spreadsheet programs number it: from 1, title rows and blank rows counted. */
  number: number;
  cells: readonly Cell[];
}

export type TableFault =
  | 'unsupported_file'
  | 'wrong_encoding'
  | 'malformed_csv'
  | 'malformed_workbook'
  | 'sheet_not_found'
  | 'sheet_not_named'
  | 'table_too_large';

/** Why nothing of a file can be used. */
export class TableError extends Error {
  override readonly name = 'TableError';

  /** @param message what is wrong, where, and what to do: shown to whoever sent the file */
  constructor(
    readonly fault: TableFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Of a table. Rows keep one cell more, so that it shows where one has too many. */
export const mostColumns = 200;
export const keptColumns = mostColumns + 1;

/** A column as spreadsheet programs name it: A, B ... Z, AA. @param index from 0 */
export const columnLetters = (index: number): string => {
  const before = index < 26 ? '' : columnLetters(Math.floor(index / 26) - 1);
  return before + String.fromCharCode(65 + (index % 26));
};

export const isBlank = (cells: readonly Cell[]): boolean => cells.every((cell) => cell === '');

/** A cell of what was written: what is like a formula, or was shortened, is not what was meant. @param text trimmed */
export const textCell = (text: string): Cell => {
  if (text.startsWith('=')) return new Unreadable('begins with = like a formula: write its value');
  if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(text))
    return new Unreadable('was shortened by a spreadsheet to scientific notation: write all its digits');
  return text;
};
