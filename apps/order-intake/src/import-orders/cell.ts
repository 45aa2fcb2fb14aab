/** A date and time as a wall shows them: nothing says in which zone. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** What a cell of a table holds. A refused one holds something of which nobody can say what was meant. */
export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'date'; wall: WallTime }
  | { kind: 'refused'; reason: string };

/** A row that is not blank, at its number in the file, from 1. */
export interface Row {
  number: number;
  /** Undefined where a cell is empty. */
  cells: readonly (Cell | undefined)[];
}

/** The rows of a file: the first one names the columns. */
export interface Table {
  header: Row;
  rows: readonly Row[];
}

export const limits = { rows: 10_000, columns: 200 };

const formula = 'begins with = like a formula: write its value';

/** A cell of a text file; undefined where it is blank. */
export const textCell = (text: string): Cell | undefined => {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return trimmed.startsWith('=') ? { kind: 'refused', reason: formula } : { kind: 'text', text: trimmed };
};
