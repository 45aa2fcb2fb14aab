import { badRequest, tooLarge } from '@landfall/service-kit';
import { limits, type Cell, type Row, type Table } from './cell.ts';

/**
 * The rows of a file that are not blank, the first of which names the columns.
 * Throws ProblemError 400 `no_rows`, 413 where there are too many rows or columns.
 */
export const tableOf = (rows: readonly (readonly (Cell | undefined)[])[]): Table => {
  const [header, ...rest] = rows
    .map((cells, index): Row => ({ number: index + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== undefined));
  if (!header || rest.length === 0)
    throw badRequest('no_rows', 'The file must have a row that names its columns, and rows below it.');
  if (rest.length > limits.rows) throw tooManyRows();
  if (header.cells.length > limits.columns)
    throw tooLarge(`A file may have ${limits.columns} columns at most.`);
  return { header, rows: rest };
};

export const tooManyRows = () => tooLarge(`A file may have ${limits.rows} rows at most: split it.`);
