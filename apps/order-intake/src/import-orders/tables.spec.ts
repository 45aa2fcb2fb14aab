import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@landfall/service-kit';
import fc from 'fast-check';
import * as XLSX from '@e965/xlsx';
import { limits, textCell, type Table } from './cell.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { tableOf } from './table.ts';
import { unzipWorkbook } from './unzip.ts';
import { csvOf, workbook } from './import-orders.spec-kit.ts';

const csv = (body: string | Buffer, encoding?: string): Table =>
  readCsv(Buffer.from(body), {
    encoding,
    knownColumns: (header) => header.filter((text) => ['id', 'title', '品名'].includes(text.trim())).length,
  });
const texts = ({ header, rows }: Table) =>
  [header, ...rows].map(({ cells }) =>
    cells.map((cell) =>
      cell?.kind === 'text' || cell?.kind === 'number' ? cell.text : (cell?.kind ?? null),
    ),
  );
const refusal = { status: 400 };

describe('a CSV file', () => {
  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
  ])('is divided by what its header is divided by: %s', (_name, delimiter) => {
    expect(
      texts(
        csv(
          csvOf(
            [
              ['id', 'title'],
              ['1', 'A, B; C'],
            ],
            delimiter,
          ),
        ),
      ),
    ).toEqual([
      ['id', 'title'],
      ['1', 'A, B; C'],
    ]);
  });

  it('may begin with a byte order mark, be UTF-16, and have blank rows, which are counted', () => {
    expect(texts(csv('\uFEFFid,title\r\n1,A\r\n'))[0]).toEqual(['id', 'title']);
    expect(texts(csv(Buffer.from('\uFEFFid\ttitle\n1\tÄ', 'utf16le')))).toEqual([
      ['id', 'title'],
      ['1', 'Ä'],
    ]);
    expect(csv('\n\nid,title\n\n,\n1,A').rows.map(({ number }) => number)).toEqual([6]);
  });

  it('is read in GBK where that is told, and never guessed', () => {
    const gbk = Buffer.concat([
      Buffer.from('id,'),
      Buffer.from([0xc6, 0xb7, 0xc3, 0xfb]),
      Buffer.from('\n1,A'),
    ]);
    expect(texts(csv(gbk, 'gbk'))[0]).toEqual(['id', '品名']);
    expect(() => csv(gbk)).toThrow(expect.objectContaining({ ...refusal, code: 'encoding_not_known' }));
    expect(() => csv(Buffer.from([0x69, 0x64, 0x2c, 0xff, 0xff]), 'gbk')).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/encoding' })] }),
    );
  });

  it('has no formulas', () => {
    expect(csv('id,title\n1,"=HYPERLINK(""http://x"")"').rows[0]?.cells[1]).toMatchObject({
      kind: 'refused',
    });
  });

  it.each<[string, string, string]>([
    ['nothing in it', '', 'delimiter_not_known'],
    ['a header alone', 'id,title\n', 'no_rows'],
    ['columns that nobody knows', 'a,b\n1,2', 'delimiter_not_known'],
    ['an open quote', 'id,title\n1,"A', 'malformed_csv'],
    ['a quote within a text', 'id,title\n1,A"B"', 'malformed_csv'],
  ])('with %s is refused', (_what, body, code) => {
    expect(() => csv(body)).toThrow(expect.objectContaining({ ...refusal, code }));
  });

  it('has so many rows at most', () => {
    const rows = (count: number) => `id,title\n${'1,A\n'.repeat(count)}`;
    expect(csv(rows(limits.rows)).rows).toHaveLength(limits.rows);
    expect(() => csv(rows(limits.rows + 1))).toThrow(expect.objectContaining({ status: 413 }));
  });
});

describe('whatever bytes a file has', () => {
  it('it is a table or refused', async () => {
    const file = workbook([
      ['id', 'title'],
      ['1', 'A'],
    ]);
    const broken = fc
      .tuple(fc.nat({ max: file.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, bytes]) => Buffer.concat([file.subarray(0, at), bytes, file.subarray(at + bytes.length)]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, fc.uint8Array({ maxLength: 200 }).map(Buffer.from)), async (body) => {
        const read = async () =>
          body[0] === 0x50 && body[1] === 0x4b ? readXlsx(body, undefined) : csv(body);
        try {
          expect((await read()).rows.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
        }
      }),
    );
  });
});

describe('a workbook', () => {
  it('gives texts, numbers and dates as they are meant', async () => {
    const table = await readXlsx(
      workbook([
        ['id', 'zip', 'at', 'n'],
        [
          { t: 's', v: '007' },
          { t: 'n', v: 1067, z: '00000' },
          { t: 'n', v: 46082.5, z: 'yyyy-mm-dd hh:mm' },
          { t: 'n', v: 0.1 + 0.2 },
        ],
      ]),
      undefined,
    );
    expect(table.rows[0]?.cells).toEqual([
      { kind: 'text', text: '007' },
      { kind: 'number', text: '01067' },
      { kind: 'date', wall: { year: 2026, month: 3, day: 1, hour: 12, minute: 0, second: 0 } },
      { kind: 'number', text: '0.3' },
    ]);
  });

  it.each<[string, XLSX.CellObject, string]>([
    ['a formula', { t: 'n', v: 2, f: '1+1' }, 'formula'],
    ['an error', { t: 'e', v: 42 }, 'error'],
    ['too many digits', { t: 'n', v: 820982911946154500 }, 'digits'],
    ['yes or no', { t: 'b', v: true }, 'neither'],
    ['a time without a day', { t: 'n', v: 0.5, z: 'hh:mm' }, 'without a day'],
  ])('refuses a cell with %s', async (_what, cell, reason) => {
    const table = await readXlsx(workbook([['id'], [cell]]), undefined);
    expect(table.rows[0]?.cells[0]).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(reason),
    });
  });

  it('refuses each of merged cells, and no other', async () => {
    const file = workbook(
      [
        ['id', 'title'],
        ['1', 'A'],
        ['', 'B'],
        ['3', 'C'],
      ],
      { merges: ['A2:A3'] },
    );
    expect(texts(await readXlsx(file, undefined))).toEqual([
      ['id', 'title'],
      ['refused', 'A'],
      ['refused', 'B'],
      ['3', 'C'],
    ]);
  });

  it('with several sheets must have one named', async () => {
    const file = workbook([['id'], ['1']], { more: { Other: [['id'], ['2']], Empty: [] } });
    await expect(readXlsx(file, undefined)).rejects.toMatchObject({ ...refusal, code: 'sheet_not_named' });
    expect(texts(await readXlsx(file, 'Other'))[1]).toEqual(['2']);
    await expect(readXlsx(file, 'constructor')).rejects.toMatchObject({
      ...refusal,
      code: 'validation_failed',
    });
  });

  it('that unpacks to too much is given up on the way, whatever its directory says', async () => {
    const sheet = 'xl/worksheets/sheet1.xml';
    const bomb = zipOf(sheet, Buffer.alloc(3_000_000, 32));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(unzipWorkbook(bomb, 1_000_000)).rejects.toMatchObject({ status: 413 });
    expect((await unzipWorkbook(bomb, 3_000_000)).get(sheet)).toHaveLength(3_000_000);
    const lying = zipOf(sheet, Buffer.alloc(3_000_000, 32), 1_000);
    await expect(unzipWorkbook(lying, 4_000_000)).rejects.toMatchObject({ code: 'malformed_workbook' });
  });

  it.each<[string, Buffer]>([
    ['only the first two letters of one', Buffer.from('PK')],
    ['a zip of something else', zipOf('letter.txt', Buffer.from('hello'))],
    ['half of one', workbook([['id'], ['1']]).subarray(0, 900)],
  ])('is not %s', async (_what, body) => {
    await expect(readXlsx(body, undefined)).rejects.toMatchObject(refusal);
  });

  it('has rows that count, however far down they stand, and so many at most', async () => {
    const sparse = workbook([['id'], ...Array.from({ length: 300 }, () => []), ['1']]);
    expect((await readXlsx(sparse, undefined)).rows.map(({ number }) => number)).toEqual([302]);
    const rows = (count: number) => Array.from({ length: count }, () => [textCell('1')]);
    expect(tableOf(rows(limits.rows + 1)).rows).toHaveLength(limits.rows);
    expect(() => tableOf(rows(limits.rows + 2))).toThrow(expect.objectContaining({ status: 413 }));
  });
});

/** A zip with one part, whose directory may lie about its size. */
function zipOf(name: string, content: Buffer, told = content.length): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(told, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    Buffer.from([20, 0]),
    common.subarray(0, 26),
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}
