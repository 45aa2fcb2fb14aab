/** A number as a workbook stores it: 15 digits at most, without leading zeros. What the user saw may have had more. */
export class StoredNumber {
  constructor(readonly text: string) {}
}

/** A cell that says nothing certain. */
export class Unreadable {
  /** @param because what is wrong and what to do, to follow the name of the cell: `holds a formula: ...` */
  constructor(readonly because: string) {}
}

/** What stands in a cell: trimmed text, '' where it is blank. */
export type Cell = string | StoredNumber | Unreadable;

export interface Row {
  /** As spreadsheet programs number it: from 1, title rows and blank rows counted. */
  number: number;
  cells: readonly Cell[];
}

export type TableFault =
  'unsupported_file' | 'wrong_encoding' | 'malformed_csv' | 'malformed_workbook' | 'table_too_large';

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

/** Columns behind these are not looked at. */
export const mostColumns = 200;

/** A column as spreadsheet programs name it: A, B ... Z, AA. @param index from 0 */
export const columnLetters = (index: number): string => {
  const before = index < 26 ? '' : columnLetters(Math.floor(index / 26) - 1);
  return before + String.fromCharCode(65 + (index % 26));
};

export const isBlank = ({ cells }: Row): boolean => cells.every((cell) => cell === '');
