import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readTable } from '../read-table.ts';
import { StoredDate, StoredNumber, Unreadable, type Cell, type TableError } from '../table.ts';
import type { SheetChoice } from './read-workbook.ts';
import { workbookOf, type WorkbookParts } from './workbook.spec-kit.ts';

const options = { mostRows: 1_000, charsetHint: '' };
const cellsOf = async (parts: WorkbookParts): Promise<(readonly Cell[])[]> =>
  (await readTable(workbookOf(parts), options)).map(({ cells }) => cells);
const faultOf = async (bytes: Uint8Array, sheet: SheetChoice = 'first'): Promise<[string, string]> => {
  try {
    await readTable(bytes, { ...options, sheet });
  } catch (error) {
    const { fault, message } = error as TableError;
    return [fault, message];
  }
  throw new Error('it was read');
};
const styles =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="00000"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>';
const date = (year: number, month: number, day: number, hour: number) =>
  new StoredDate({ year, month, day, hour, minute: 0, second: 0 });
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

describe('the cells of a workbook', () => {
  it('are texts, shared or their own, without formats and phonetic hints', async () => {
    const strings =
      '<si><t>运单号</t></si><si><r><rPr><b/></rPr><t>LZ1</t></r><r><t xml:space="preserve"> CN </t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>';
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>${text(' a &amp; b_x000D_')}</row>`;
    expect(await cellsOf({ rows, strings })).toEqual([['运单号', 'LZ1 CN', 'a & b']]);
  });

  it('keep their columns where others are blank, and rows their numbers', async () => {
    const rows = `<row r="3"><c r="B3" t="str"><v>x</v></c><c r="D3" t="str"><v>z</v></c><c r="E3" s="1"/></row><row/><row>${text('y')}</row>`;
    expect(await readTable(workbookOf({ rows }), options)).toEqual([
      { number: 3, cells: ['', 'x', '', 'z'] },
      { number: 5, cells: ['y'] },
    ]);
  });

  it.each<[string, string, Cell]>([
    ['12', '0', new StoredNumber('12')],
    ['0.30000000000000004', '0', new StoredNumber('0.3')],
    ['9.5E-2', '0', new StoredNumber('0.095')],
    ['1067', '2', new StoredNumber('01067')],
    ['123456789012345', '0', new StoredNumber('123456789012345')],
    ['46082.5', '1', date(2026, 3, 1, 12)],
    ['46082.75', '3', date(2026, 3, 1, 18)],
    ['1', '1', date(1900, 1, 1, 0)],
    ['2958465', '1', date(9999, 12, 31, 0)],
  ])('are numbers and dates as they are shown: %s in style %s', async (value, style, cell) =>
    expect(await cellsOf({ rows: `<row><c s="${style}"><v>${value}</v></c></row>`, styles })).toEqual([
      [cell],
    ]),
  );

  it('count days from 1904 where the workbook does', async () => {
    const rows = '<row><c s="1"><v>44620.5</v></c></row>';
    expect(await cellsOf({ rows, styles, properties: 'date1904="1"' })).toEqual([[date(2026, 3, 1, 12)]]);
  });

  it.each<[string, string, string]>([
    ['more digits than are kept', '<c><v>9.40011120255584E+21</v></c>', 'more digits'],
    ['one digit more than is kept', '<c><v>1234567890123456</v></c>', 'more digits'],
    ['no number', '<c><v>1,5</v></c>', 'cannot be read'],
    ['yes or no', '<c t="b"><v>1</v></c>', 'neither a text'],
    ['a time without a day', '<c s="1"><v>0.5</v></c>', 'without a day'],
    ['a day behind the last one', '<c s="1"><v>2958466</v></c>', 'does not exist'],
    ['a text like a formula', '<c t="str"><v>=A1</v></c>', 'formula'],
    ['a number that became a text', '<c t="str"><v>9.4E+21</v></c>', 'shortened'],
  ])('with %s are unreadable', async (_, cell, because) => {
    const [[found] = []] = await cellsOf({ rows: `<row>${cell}</row>`, styles });
    expect(found).toBeInstanceOf(Unreadable);
    expect((found as Unreadable).because).toContain(because);
  });

  it('with formulas or errors are unreadable, whatever value is kept beside', async () => {
    const rows =
      '<row><c t="str"><f>A1&amp;"x"</f><v>yx</v></c><c><f t="shared" si="0"/></c><c t="e"><v>#REF!</v></c></row>';
    const formula = new Unreadable('holds a formula: copy the column and paste its values');
    expect(await cellsOf({ rows })).toEqual([[formula, formula, new Unreadable('holds the error #REF!')]]);
  });

  it('that are merged are unreadable in every row of the range', async () => {
    const rows = `<row r="1">${text('BAG1')}${text('a')}</row><row r="2"><c r="B2" t="str"><v>b</v></c></row><row r="3">${text('BAG2')}</row>`;
    const behind = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>';
    const merged = new Unreadable('is merged (A1:A2): unmerge it and fill in every row');
    expect(await cellsOf({ rows, behind })).toEqual([[merged, 'a'], [merged, 'b'], ['BAG2']]);
  });
});

describe('a workbook', () => {
  it('is read at its first visible sheet', async () => {
    const sheets =
      '<sheet name="Notes" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/>';
    expect(await cellsOf({ rows: `<row>${text('first')}</row>`, sheets })).toEqual([['second']]);
  });

  it('is read at the sheet that is named, or at the only one with cells', async () => {
    const sheets =
      '<sheet name="Blank" sheetId="3" r:id="rId5"/><sheet name="Notes" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/>';
    const rows = `<row>${text('first')}</row>`;
    const cellOf = async (sheet: SheetChoice) =>
      (await readTable(workbookOf({ rows, sheets }), { ...options, sheet }))[0]?.cells[0];
    expect(await cellOf({ name: 'Notes' })).toBe('first');
    expect(await cellOf('only')).toBe('second');
    const all = workbookOf({ rows, sheets: sheets.replace('hidden', 'visible') });
    expect((await faultOf(all, 'only'))[0]).toBe('sheet_not_named');
    expect((await faultOf(all, { name: 'constructor' }))[0]).toBe('sheet_not_found');
    expect((await faultOf(workbookOf({ rows: '' }), 'only'))[0]).toBe('sheet_not_named');
  });

  it('of the old kind, or with a password, is refused', async () =>
    expect((await faultOf(Buffer.from('d0cf11e0a1b11ae1', 'hex')))[0]).toBe('unsupported_file'));

  it('that is another ZIP file is refused', async () =>
    expect((await faultOf(zipSync({ 'a.txt': strToU8('a') })))[0]).toBe('unsupported_file'));

  it('that is damaged is refused', async () => {
    const whole = workbookOf({ rows: `<row>${text('x')}</row>` });
    expect((await faultOf(whole.subarray(0, whole.length - 30)))[0]).toBe('malformed_workbook');
    expect((await faultOf(workbookOf({ rows: '<row><c></row>' })))[0]).toBe('malformed_workbook');
    expect((await faultOf(workbookOf({ rows: '&bomb;' })))[0]).toBe('malformed_workbook');
  });

  it('with too many rows is refused', async () =>
    expect(await faultOf(workbookOf({ rows: `<row/><row>${text('x')}</row>`.repeat(1_001) }))).toEqual([
      'table_too_large',
      'The sheet has more than 1000 rows: divide it.',
    ]));

  /** A workbook whose directory tells another size of its sheet. */
  const claiming = (bytes: number): Uint8Array => {
    const length = 100_000;
    const workbook = Buffer.from(workbookOf({ rows: `<row>${text('x'.repeat(length))}</row>` }));
    for (let at = 0; at < workbook.length - 4; at += 1) {
      const size = workbook.readUInt32LE(at);
      if (size > length && size < length + 1_000) workbook.writeUInt32LE(bytes, at);
    }
    return workbook;
  };

  it('that says it unpacks to more than 128 MiB is refused before it is unpacked', async () =>
    expect((await faultOf(claiming(128 * 1024 * 1024)))[0]).toBe('table_too_large'));

  it('that says it unpacks to less than it does gets no more room', async () =>
    expect((await faultOf(claiming(64)))[0]).toBe('malformed_workbook'));

  it('that is merged all over is refused', async () => {
    const behind = `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(50)}</mergeCells>`;
    expect((await faultOf(workbookOf({ rows: '<row r="1"/>', behind })))[0]).toBe('table_too_large');
  });
});
