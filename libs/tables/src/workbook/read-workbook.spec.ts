import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readTable } from '../read-table.ts';
import { StoredNumber, Unreadable, type Cell, type TableError } from '../table.ts';
import { workbookOf, type WorkbookParts } from './workbook.spec-kit.ts';

const options = { mostRows: 1_000 };
const cellsOf = async (parts: WorkbookParts): Promise<(readonly Cell[])[]> =>
  (await readTable(workbookOf(parts), options)).map(({ cells }) => cells);
const faultOf = async (bytes: Uint8Array): Promise<[string, string]> => {
  try {
    await readTable(bytes, options);
  } catch (error) {
    const { fault, message } = error as TableError;
    return [fault, message];
  }
  throw new Error('it was read');
};
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

describe('the cells of a workbook', () => {
  it('are texts, shared or their own, without formats and phonetic hints', async () => {
    const strings =
      '<si><t>运单号</t></si><si><r><rPr><b/></rPr><t>LZ1</t></r><r><t xml:space="preserve"> CN </t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>';
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>${text(' a &amp; b_x000D_')}</row>`;
    expect(await cellsOf({ rows, strings })).toEqual([['运单号', 'LZ1 CN', 'a & b']]);
  });

  it('keep their columns where others are blank, and rows their numbers', async () => {
    const rows = `<row r="3"><c r="B3" t="str"><v>x</v></c><c r="D3" t="b"><v>1</v></c></row><row>${text('y')}</row>`;
    expect(await readTable(workbookOf({ rows }), options)).toEqual([
      { number: 3, cells: ['', 'x', '', 'TRUE'] },
      { number: 4, cells: ['y'] },
    ]);
  });

  it('tell stored numbers from texts', async () =>
    expect(await cellsOf({ rows: '<row><c><v>9.40011120255584E+21</v></c><c/></row>' })).toEqual([
      [new StoredNumber('9.40011120255584E+21'), ''],
    ]));

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
    expect(await faultOf(workbookOf({ rows: '<row/>'.repeat(1_001) }))).toEqual([
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
