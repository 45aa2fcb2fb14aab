import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@landfall/service-kit';
import { StoredDate, StoredNumber, Unreadable } from '@landfall/tables';
import fc from 'fast-check';
import type { ColumnName } from './columns.ts';
import { csvOf, workbook } from './import-orders.spec-kit.ts';
import { mostRows, readOrdersTable, type TableQuery } from './read-orders-table.ts';

const header = ['Order ID', 'Order date', 'Customer', 'Country', 'Item', 'Qty', 'Price'];
const row = ['1', '2026-03-01', 'Jane Roe', 'DE', 'Lamp', '2', '12.50'];
const given: readonly ColumnName[] = ['currency', 'marketplace'];

const read = (body: string | Buffer, query: Partial<TableQuery> = {}) =>
  readOrdersTable(Buffer.from(body), { mapping: {}, given, ...query });
const cellsOf = async (body: string | Buffer, query?: Partial<TableQuery>) =>
  (await read(body, query)).rows.map(({ cells }) => cells);

describe('a file of orders', () => {
  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
  ])('is divided by what its header is divided by: %s', async (_name, delimiter) => {
    const cells = row.with(4, 'A, B; C').with(6, '12,50');
    expect(await cellsOf(csvOf([header, cells], delimiter))).toEqual([cells]);
  });

  it('may be UTF-16, and have titles and blank rows, which are counted', async () => {
    expect(await cellsOf(Buffer.from(`\uFEFF${csvOf([header, row], '\t')}`, 'utf16le'))).toEqual([row]);
    const { header: found, rows } = await read(`Orders of March\n\n${csvOf([header, [], row])}`);
    expect([found, ...rows].map(({ number }) => number)).toEqual([3, 5]);
  });

  it('is read in GBK where that is told, and never guessed', async () => {
    const gbk = Buffer.concat([
      Buffer.from(`${csvOf([header])}\n${csvOf([row])},`),
      Buffer.from([0xc6, 0xb7, 0xc3, 0xfb]),
    ]);
    expect((await cellsOf(gbk, { encoding: 'gbk' }))[0]?.at(-1)).toBe('品名');
    await expect(read(gbk)).rejects.toMatchObject({
      status: 400,
      code: 'encoding_not_known',
      detail: expect.stringMatching(/^Row 2, column H is not UTF-8.*\?encoding=gb18030/),
    });
    await expect(read(Buffer.from([0x69, 0xff, 0xff]), { encoding: 'gbk' })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/encoding' }],
    });
  });

  it('may be a workbook, whose dates and leading zeros are as they are shown', async () => {
    const date = { value: 46082.5, format: 'yyyy-mm-dd hh:mm' };
    const cells = [
      '007',
      date,
      'Jane Roe',
      'DE',
      'Lamp',
      { value: 42, format: '0000' },
      { value: 2, formula: '1+1' },
    ];
    const wall = { year: 2026, month: 3, day: 1, hour: 12, minute: 0, second: 0 };
    expect(await cellsOf(workbook({ Orders: [header, cells], Empty: [] }))).toEqual([
      [
        '007',
        new StoredDate(wall),
        'Jane Roe',
        'DE',
        'Lamp',
        new StoredNumber('0042'),
        expect.any(Unreadable),
      ],
    ]);
  });

  it('with several sheets must have one named', async () => {
    const file = workbook({ Orders: [header, row], Other: [header, row.with(0, '2')] });
    await expect(read(file)).rejects.toMatchObject({ status: 400, code: 'sheet_not_named' });
    expect((await cellsOf(file, { sheet: 'Other' }))[0]?.[0]).toBe('2');
    await expect(read(file, { sheet: 'constructor' })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/sheet' }],
    });
  });

  it.each<[string, string | Buffer, string]>([
    ['nothing in it', '', 'delimiter_not_known'],
    ['a header alone', csvOf([header]), 'no_rows'],
    ['a title and a header alone', `Orders\n${csvOf([header])}`, 'no_rows'],
    ['columns that nobody knows', 'a,b\n1,2', 'delimiter_not_known'],
    ['some columns that are known', 'Order ID,b\n1,2', 'columns_not_known'],
    ['an open quote', `${csvOf([header])}\n1,"A`, 'malformed_csv'],
    ['a quote within a text', `${csvOf([header])}\n1,A"B"`, 'malformed_csv'],
    ['only the first letters of a workbook', Buffer.from('PK\x03\x04'), 'malformed_workbook'],
    ['half of a workbook', workbook({ Orders: [header, row] }).subarray(0, 500), 'malformed_workbook'],
    ['a workbook of before 2007', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'malformed_workbook'],
    ['no cells in its workbook', workbook({ Orders: [] }), 'sheet_not_named'],
  ])('with %s is refused', (_what, body, code) =>
    expect(read(body)).rejects.toMatchObject({ status: 400, code }),
  );

  it('has so many rows at most, and so many columns', async () => {
    const rows = (count: number) => `${csvOf([header])}\n${`${csvOf([row])}\n\n`.repeat(count)}`;
    expect((await read(rows(mostRows))).rows).toHaveLength(mostRows);
    await expect(read(rows(mostRows + 1))).rejects.toMatchObject({ status: 413 });
    const wide = [...header, ...Array.from({ length: 200 }, () => 'x')];
    await expect(read(csvOf([wide, row]))).rejects.toMatchObject({ status: 413 });
  });

  it('is a table or refused, whatever bytes it has', async () => {
    const file = workbook({ Orders: [header, row] });
    const broken = fc
      .tuple(fc.nat({ max: file.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, bytes]) => Buffer.concat([file.subarray(0, at), bytes, file.subarray(at + bytes.length)]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, fc.uint8Array({ maxLength: 200 }).map(Buffer.from)), async (body) => {
        try {
          expect((await read(body)).rows.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
        }
      }),
    );
  });
});
