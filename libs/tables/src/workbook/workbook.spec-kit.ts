import { strToU8, zipSync } from 'fflate';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface WorkbookParts {
  /** Content of the element `sheetData`. */
  rows: string;
  /** What stands behind it. */
  behind?: string;
  /** Items of the shared strings. */
  strings?: string;
  /** Content of the element `styleSheet`. */
  styles?: string;
  /** Attributes of the element `workbookPr`. */
  properties?: string;
  /** Elements `sheet` of the workbook; rId1 is the sheet, rId2 one more with the cell `second`, rId5 a blank one. */
  sheets?: string;
}

/** A workbook as Excel packs it. */
export const workbookOf = ({
  rows,
  behind = '',
  strings = '',
  styles = '',
  properties = '',
  sheets = '<sheet name="Manifest" sheetId="1" r:id="rId1"/>',
}: WorkbookParts): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr ${properties}/><sheets>${sheets}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
        `<Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/>` +
        `<Relationship Id="rId2" Type="${relations}/worksheet" Target="/xl/worksheets/sheet2.xml"/>` +
        `<Relationship Id="rId3" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>` +
        `<Relationship Id="rId4" Type="${relations}/styles" Target="styles.xml"/>` +
        `<Relationship Id="rId5" Type="${relations}/worksheet" Target="worksheets/sheet3.xml"/></Relationships>`,
    ),
    'xl/sharedStrings.xml': strToU8(`<sst xmlns="${main}">${strings}</sst>`),
    'xl/styles.xml': strToU8(`<styleSheet xmlns="${main}">${styles}</styleSheet>`),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${behind}</worksheet>`,
    ),
    'xl/worksheets/sheet2.xml': strToU8(
      `<worksheet xmlns="${main}"><sheetData><row><c t="inlineStr"><is><t>second</t></is></c></row></sheetData></worksheet>`,
    ),
    'xl/worksheets/sheet3.xml': strToU8(
      `<worksheet xmlns="${main}"><sheetData><row><c s="1"/></row></sheetData></worksheet>`,
    ),
  });
