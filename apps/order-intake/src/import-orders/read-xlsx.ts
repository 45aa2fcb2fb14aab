import { badRequest, mebibyte, validationFailed } from '@landfall/service-kit';
import * as XLSX from '@e965/xlsx';
import { limits, textCell, type Cell, type Table } from './cell.ts';
import { tableOf } from './table.ts';
import { unzipWorkbook } from './unzip.ts';

const mostUnpackedBytes = 16 * mebibyte;

/**
 * The table of a workbook's only sheet, or of the one that is named. Cells of formulas, of merged ranges and with errors are
 * refused. Throws ProblemError 400 `malformed_workbook`, `sheet_not_named`, `no_rows`, and 413.
 */
export const readXlsx = async (body: Buffer, sheetName: string | undefined): Promise<Table> => {
  const book = bookOf(await unzipWorkbook(body, mostUnpackedBytes));
  const sheet = sheetOf(book, sheetName);
  const date1904 = book.Workbook?.WBProps?.date1904 ?? false;
  const data: (XLSX.CellObject | undefined)[][] = (sheet as XLSX.DenseWorkSheet)['!data'] ?? [];
  if (data.length > mostRows) throw malformed();
  const rows = Array.from(data, (cells: (XLSX.CellObject | undefined)[] | undefined) =>
    Array.from(cells?.slice(0, limits.columns + 1) ?? [], (cell) => cellOf(cell, date1904)),
  );
  refuseMerged(rows, sheet['!merges'] ?? []);
  return tableOf(rows);
};

/** Of any spreadsheet. */
const mostRows = 1_048_576;
const mostMergedCells = 1_000_000;

const malformed = () => badRequest('malformed_workbook', 'The file is no workbook (.xlsx) that can be read.');

/** Packed anew from the parts that were unpacked within the limits, so that the library reads nothing else. */
const bookOf = (parts: ReadonlyMap<string, Buffer>): XLSX.WorkBook => {
  const zip = XLSX.CFB.utils.cfb_new();
  for (const [name, content] of parts) XLSX.CFB.utils.cfb_add(zip, `/${name}`, content);
  try {
    return XLSX.read(XLSX.CFB.write(zip, { fileType: 'zip', type: 'buffer' }), {
      type: 'buffer',
      dense: true,
      cellFormula: true,
      cellNF: true,
      cellHTML: false,
    });
  } catch {
    // The library throws whatever it stumbles over.
    throw malformed();
  }
};

const sheetOf = (book: XLSX.WorkBook, name: string | undefined): XLSX.WorkSheet => {
  if (name !== undefined) {
    const named = Object.hasOwn(book.Sheets, name) ? book.Sheets[name] : undefined;
    if (named) return named;
    throw validationFailed([{ pointer: '/sheet', detail: 'must be the name of a sheet of the workbook' }]);
  }
  const filled = book.SheetNames.flatMap((one) => {
    const sheet = book.Sheets[one];
    return sheet?.['!ref'] === undefined ? [] : [sheet];
  });
  const [only, ...others] = filled;
  if (!only || others.length > 0)
    throw badRequest(
      'sheet_not_named',
      filled.length === 0
        ? 'The workbook has no cells.'
        : 'The workbook has several sheets with cells: name one as ?sheet=...',
    );
  return only;
};

const cellOf = (cell: XLSX.CellObject | undefined, date1904: boolean): Cell | undefined => {
  if (!cell || cell.t === 'z') return undefined;
  if (cell.f !== undefined || cell.F !== undefined)
    return { kind: 'refused', reason: 'holds a formula: paste its value' };
  switch (cell.t) {
    case 's':
      return textCell(String(cell.v));
    case 'n':
      return numberCell(Number(cell.v), String(cell.z ?? 'General'), date1904);
    case 'e':
      return { kind: 'refused', reason: 'holds an error of the spreadsheet, such as #N/A' };
    default:
      return { kind: 'refused', reason: 'holds neither a text nor a number nor a date' };
  }
};

/** A spreadsheet's numbers have 15 digits: what is longer has been cut already. */
const mostDigits = 15;

const numberCell = (value: number, format: string, date1904: boolean): Cell => {
  if (XLSX.SSF.is_date(format)) {
    const wall = XLSX.SSF.parse_date_code(value, { date1904 }) as {
      y: number;
      m: number;
      d: number;
      H: number;
      M: number;
      S: number;
    } | null;
    if (!wall || wall.d === 0) return { kind: 'refused', reason: 'holds a time without a day' };
    return {
      kind: 'date',
      wall: {
        year: wall.y,
        month: wall.m,
        day: wall.d,
        hour: wall.H,
        minute: wall.M,
        second: Math.trunc(wall.S),
      },
    };
  }
  const text = String(Number(value.toPrecision(mostDigits)));
  if (/e/i.test(text) || Math.abs(value) >= 10 ** mostDigits)
    return {
      kind: 'refused',
      reason:
        'is a number of more digits than a spreadsheet keeps: format the column as text and enter it again',
    };
  // A format of zeros alone is how spreadsheets keep the leading zeros of postal codes.
  return { kind: 'number', text: /^0+$/.test(format) ? text.padStart(format.length, '0') : text };
};

const refuseMerged = (rows: (Cell | undefined)[][], ranges: readonly XLSX.Range[]): void => {
  let left = mostMergedCells;
  for (const { s: first, e: last } of ranges) {
    const reason = `is one of the merged cells ${XLSX.utils.encode_range(first, last)}: split them`;
    for (let row = first.r; row <= Math.min(last.r, rows.length - 1); row += 1)
      for (let column = first.c; column <= Math.min(last.c, limits.columns); column += 1) {
        if ((left -= 1) < 0) throw malformed();
        (rows[row] ??= [])[column] = { kind: 'refused', reason };
      }
  }
};
