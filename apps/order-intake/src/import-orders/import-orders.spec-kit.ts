import { strToU8, zipSync } from 'fflate';

/** A number and the format that shows it, or the formula that it comes of. */
export interface NumberCell {
  value: number;
  format?: string;
  formula?: string;
}

type Rows = readonly (readonly (string | NumberCell)[])[];

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

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of these sheets, by name; texts are text cells. */
export const workbook = (sheets: Record<string, Rows>): Buffer => {
  const names = Object.keys(sheets);
  const formats = [...new Set(Object.values(sheets).flat(2).flatMap(formatOf))];
  return Buffer.from(
    zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="${relations}"><sheets>` +
          names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="s${at}"/>`).join('') +
          '</sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships><Relationship Id="f" Type="${relations}/styles" Target="styles.xml"/>` +
          names
            .map(
              (_, at) => `<Relationship Id="s${at}" Type="${relations}/worksheet" Target="sheet${at}.xml"/>`,
            )
            .join('') +
          '</Relationships>',
      ),
      'xl/styles.xml': strToU8(
        `<styleSheet><numFmts>${formats.map((format, at) => `<numFmt numFmtId="${200 + at}" formatCode="${format}"/>`).join('')}</numFmts>` +
          `<cellXfs><xf/>${formats.map((_, at) => `<xf numFmtId="${200 + at}"/>`).join('')}</cellXfs></styleSheet>`,
      ),
      ...Object.fromEntries(
        names.map((name, at) => [
          `xl/sheet${at}.xml`,
          strToU8(`<worksheet><sheetData>${rowsOf(sheets[name] ?? [], formats)}</sheetData></worksheet>`),
        ]),
      ),
    }),
  );
};

const formatOf = (cell: string | NumberCell): string[] =>
  typeof cell === 'string' || cell.format === undefined ? [] : [cell.format];

const rowsOf = (rows: Rows, formats: readonly string[]): string =>
  rows.map((cells) => `<row>${cells.map((cell) => cellOf(cell, formats)).join('')}</row>`).join('');

const cellOf = (cell: string | NumberCell, formats: readonly string[]): string => {
  if (cell === '') return '<c/>';
  if (typeof cell === 'string') return `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
  const { value, format, formula } = cell;
  const style = format === undefined ? 0 : formats.indexOf(format) + 1;
  return `<c s="${style}">${formula === undefined ? '' : `<f>${formula}</f>`}<v>${value}</v></c>`;
};
