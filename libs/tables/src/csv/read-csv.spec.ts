import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTable } from '../read-table.ts';
import type { CsvOptions } from './read-csv.ts';
import { TableError, Unreadable } from '../table.ts';

const options = { mostRows: 1_000, charsetHint: 'charset=gbk' };
const rowsOf = (text: string | Uint8Array, charset?: string, more: Partial<CsvOptions> = {}) =>
  readTable(typeof text === 'string' ? Buffer.from(text) : text, { ...options, charset, ...more });
const cellsOf = async (text: string | Uint8Array, charset?: string) =>
  (await rowsOf(text, charset)).map(({ cells }) => cells);
const faultOf = async (
  text: string | Uint8Array,
  charset?: string,
  more?: Partial<CsvOptions>,
): Promise<[string, string]> => {
  try {
    await rowsOf(text, charset, more);
  } catch (error) {
    const { fault, message } = error as TableError;
    return [fault, message];
  }
  throw new Error('it was read');
};

/** 运单号 and 袋号 in GBK. */
const gbkHeader = Buffer.from('d4cbb5a5bac52cb4fcbac50a', 'hex');

describe('the rows of a CSV file', () => {
  it.each([
    [
      'commas',
      'a,"b,c",d\n1,2,3\n4,5,6',
      [
        ['a', 'b,c', 'd'],
        ['1', '2', '3'],
        ['4', '5', '6'],
      ],
    ],
    [
      'semicolons, and commas in numbers',
      'a;b;c\nx;1,5;2,5\ny;3,5;4',
      [
        ['a', 'b', 'c'],
        ['x', '1,5', '2,5'],
        ['y', '3,5', '4'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'lines of Windows',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes that hold quotes',
      'a,b\n"say ""hi""",2',
      [
        ['a', 'b'],
        ['say "hi"', '2'],
      ],
    ],
    [
      'a quote in the midst of a cell',
      'a,b\n5" pipe,2',
      [
        ['a', 'b'],
        ['5" pipe', '2'],
      ],
    ],
    ['rows of different lengths', 'a,b,c\n1\n\n2,3', [['a', 'b', 'c'], ['1'], ['2', '3']]],
  ])('are told apart with %s', async (_, text, expected) => expect(await cellsOf(text)).toEqual(expected));

  it('have the numbers that spreadsheet programs show, blank ones counted and left out', async () =>
    expect(
      (await rowsOf('title\n\n"two\nlines",b\nlast,c')).map(({ number, cells }) => [number, cells[0]]),
    ).toEqual([
      [1, 'title'],
      [3, 'two\nlines'],
      [4, 'last'],
    ]));

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeff运单号,袋号\n'), undefined],
    ['UTF-16', Buffer.from('\ufeff运单号,袋号\n', 'utf16le'), undefined],
    ['UTF-16 the other way round', Buffer.from('\ufeff运单号,袋号\n', 'utf16le').swap16(), undefined],
    ['GBK by name', gbkHeader, 'gbk'],
    ['GB 2312 by name', gbkHeader, 'GB2312'],
  ])('are read in %s', async (_, bytes, charset) =>
    expect(await cellsOf(bytes, charset)).toEqual([['运单号', '袋号']]),
  );

  it.each(['="00123"', '=1+1', '9.4E+21', '9,40011E+21'])('do not say what %s means', async (text) =>
    expect((await cellsOf(`a;b\n${text};2`))[1]?.[0]).toBeInstanceOf(Unreadable),
  );
});

describe('a CSV file', () => {
  it('in another encoding than it says is refused, and the cell named', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b,c\n1,2,3\n4,'), gbkHeader]);
    expect(await faultOf(bytes)).toEqual([
      'wrong_encoding',
      'Row 3, column B is not UTF-8. Save the file as “CSV UTF-8”, or name its encoding: charset=gbk.',
    ]);
    expect(await faultOf(Buffer.from('ff', 'hex'), 'gbk')).toEqual([
      'wrong_encoding',
      expect.stringContaining('Row 1, column A is not GBK.'),
    ]);
  });

  it('in an encoding that nobody knows is refused', async () =>
    expect(await faultOf('a', 'klingon')).toEqual(['wrong_encoding', expect.stringContaining('klingon')]));

  it('with a quote that is never closed is refused, and the row named', async () =>
    expect(await faultOf('a,b\n1,2\n"3,4\n5,6')).toEqual([
      'malformed_csv',
      expect.stringContaining('row 3'),
    ]));

  it('with a row of a quarter MiB is refused', async () =>
    expect(await faultOf(`a,b\n"${'x'.repeat(300_000)}",1`)).toEqual([
      'malformed_csv',
      expect.stringContaining('Row 2'),
    ]));

  it('with a quote in the midst of a cell is refused where quotes are strict', async () =>
    expect(await faultOf('a,b\n5" pipe,2', undefined, { strictQuotes: true })).toEqual([
      'malformed_csv',
      expect.stringContaining('Row 2'),
    ]));

  it('is divided by what makes headers that are known, whatever its cells are full of', async () => {
    const text = 'Orders\nid;a;b\n1;1,5,5;2,5,5\n2;1,5,5;2,5,5';
    const knows = (header: string) => header === 'id';
    expect((await rowsOf(text, undefined, { knows }))[2]?.cells).toEqual(['1', '1,5,5', '2,5,5']);
  });

  it('with too many rows is refused, blank ones not counted', async () => {
    expect(await rowsOf('a\n\n'.repeat(1_000))).toHaveLength(1_000);
    expect((await faultOf('a\n'.repeat(1_001)))[0]).toBe('table_too_large');
  });

  it('is read or refused, whatever it holds', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, zipped) => {
        const given = zipped ? Buffer.concat([Buffer.from('PK\u0003\u0004'), bytes]) : bytes;
        try {
          await rowsOf(given, 'windows-1252');
        } catch (error) {
          expect(error).toBeInstanceOf(TableError);
        }
      }),
      { numRuns: 500 },
    ));
});
