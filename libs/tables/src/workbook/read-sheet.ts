import { isBlank, keptColumns, TableError, textCell, Unreadable, type Cell, type Row } from '../table.ts';
import { numberCell } from './number-cell.ts';
import { generalStyle, type NumberStyle } from './number-styles.ts';
import { unescaped } from './shared-strings.ts';
import { readXml } from './xml-events.ts';

/** Cells that merged ranges may cover, together. */
const mostMergedCells = 2_000_000;

/** What cells refer to. */
export interface SharedParts {
  texts: readonly string[];
  styles: readonly NumberStyle[];
  /** Whether days count from 1904. */
  from1904: boolean;
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  text: string;
  hasFormula: boolean;
}

interface OpenRow {
  number: number;
  cells: Cell[];
}

/** The rows of a sheet that are not blank. Throws TableError `malformed_workbook` or `table_too_large`. */
export const readSheet = async (bytes: Uint8Array, shared: SharedParts, mostRows: number): Promise<Row[]> => {
  const rows: OpenRow[] = [];
  const merged: string[] = [];
  let row: OpenRow = { number: 0, cells: [] };
  let nextColumn = 0;
  let cell: OpenCell | undefined;
  let inText = false;
  await readXml(bytes, {
    open: (name, attributes) => {
      if (name === 'row') {
        row = { number: Number(attributes['r'] ?? row.number + 1), cells: [] };
        nextColumn = 0;
      } else if (name === 'c') {
        const column = columnOf(attributes['r']) ?? nextColumn;
        nextColumn = column + 1;
        const { t: type = 'n', s: style } = attributes;
        cell = { column, type, style: Number(style), text: '', hasFormula: false };
      } else if (name === 'v' || name === 't') inText = true;
      else if (name === 'f' && cell) cell.hasFormula = true;
      else if (name === 'mergeCell') merged.push(attributes['ref'] ?? '');
    },
    text: (part) => {
      if (inText && cell) cell.text += part;
    },
    close: (name) => {
      if (name === 'v' || name === 't') inText = false;
      else if (name === 'row' && !isBlank(row.cells)) {
        if (rows.length === mostRows)
          throw new TableError('table_too_large', `The sheet has more than ${mostRows} rows: divide it.`);
        rows.push(row);
      } else if (name === 'c' && cell) {
        const content = cell.column < keptColumns ? cellOf(cell, shared) : '';
        if (content !== '') put(row.cells, cell.column, content);
        cell = undefined;
      }
    },
  });
  markMerged(rows, merged);
  return rows;
};

const put = (cells: Cell[], column: number, cell: Cell): void => {
  while (cells.length < column) cells.push('');
  cells[column] = cell;
};

const cellOf = ({ type, style, text, hasFormula }: OpenCell, shared: SharedParts): Cell => {
  if (hasFormula) return new Unreadable('holds a formula: copy the column and paste its values');
  switch (type) {
    case 's':
      return textCell((shared.texts[Number(text)] ?? '').trim());
    case 'e':
      return new Unreadable(`holds the error ${text.slice(0, 20)}`);
    case 'b':
      return new Unreadable('holds neither a text nor a number nor a date');
    case 'n':
      return text === '' ? '' : numberCell(text, shared.styles[style] ?? generalStyle, shared.from1904);
    default:
      return textCell(unescaped(text).trim());
  }
};

/** From 0; undefined where the reference is none. */
const columnOf = (reference: string | undefined): number | undefined => {
  const [letters] = /^[A-Z]{1,3}/.exec(reference ?? '') ?? [];
  if (!letters) return undefined;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
};

/** Only the first cell of a merged range holds what all of them show. */
const markMerged = (rows: readonly OpenRow[], ranges: readonly string[]): void => {
  if (ranges.length === 0) return;
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  let covered = 0;
  for (const range of ranges) {
    const [, from, first, to, last] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(range) ?? [];
    const columns = [columnOf(from) ?? 0, Math.min(columnOf(to) ?? -1, keptColumns - 1)] as const;
    for (let number = Number(first); number <= Number(last); number += 1) {
      covered += Math.max(1, columns[1] - columns[0] + 1);
      if (covered > mostMergedCells)
        throw new TableError('table_too_large', 'The sheet has too many merged cells: unmerge them.');
      const row = byNumber.get(number);
      if (!row) continue;
      for (let column = columns[0]; column <= columns[1]; column += 1)
        put(row.cells, column, new Unreadable(`is merged (${range}): unmerge it and fill in every row`));
    }
  }
};

/** Whether a sheet has a cell that is not blank. */
export const hasCells = async (bytes: Uint8Array): Promise<boolean> => {
  let found = false;
  await readXml(bytes, {
    open: (name) => {
      if (name === 'v' || name === 't' || name === 'f') found = true;
    },
    isDone: () => found,
  });
  return found;
};
