import * as XLSX from '@e965/xlsx';

type Rows = readonly (readonly (string | XLSX.CellObject)[])[];

/** A CSV file whose texts are in quotes where they have to be. */
export const csvOf = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows
    .map((cells) =>
      cells
        .map((text) =>
          /["\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text,
        )
        .join(delimiter),
    )
    .join('\r\n');

/** A workbook of these cells; texts are text cells. */
export const workbook = (
  rows: Rows,
  { merges = [], more = {} }: { merges?: string[]; more?: Record<string, Rows> } = {},
): Buffer => {
  const book = XLSX.utils.book_new();
  for (const [name, cells] of Object.entries({ Orders: rows, ...more })) {
    const sheet = XLSX.utils.aoa_to_sheet(cells.map((row) => row.map((cell) => (cell === '' ? null : cell))));
    if (name === 'Orders') sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(book, sheet, name);
  }
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
};
