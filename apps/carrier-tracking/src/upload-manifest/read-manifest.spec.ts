import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@landfall/service-kit';
import { namedColumns } from './named-columns.ts';
import { readManifest } from './read-manifest.ts';

const read = (text: string, columns?: string) =>
  readManifest({ bytes: Buffer.from(text), charset: undefined, named: namedColumns(columns) });
const problemOf = async (text: string, columns?: string) => {
  try {
    await read(text, columns);
  } catch (error) {
    if (error instanceof ProblemError)
      return [error.status, error.code, error.errors?.map(({ pointer }) => pointer)];
    throw error;
  }
  return undefined;
};

describe('given a manifest', () => {
  it.each([
    ['English', 'MAWB No.,Bag No.,Tracking Number,Carrier,Gross Weight (kg),Flight No.'],
    ['Chinese', '主单号,袋号,运单号,承运商,重量（KG）,航班号'],
    ['German', 'Luftfrachtbrief,Sack-Nr.,Sendungsnummer,Frachtführer,Gewicht in kg,Flugnummer'],
  ])('when its header is %s, then its columns are found', async (_, header) => {
    const { taken, refused } = await read(`${header}\n784-12345675,SZX1,LZ1CN,yunexpress,0.35,CZ3099\n`);
    expect(refused).toEqual([]);
    expect(taken).toMatchObject([
      {
        row: 2,
        mawb: '784-12345675',
        bag: 'SZX1',
        number: 'LZ1CN',
        carrier: 'yunexpress',
        weightGrams: 350,
        flightOrVoyage: 'CZ3099',
      },
    ]);
  });

  it('when the sender names columns, then they count', async () => {
    const { taken } = await read(
      'Master,Colli,Our ref,Weight\n784-12345675,7,LZ1CN,0.35\n',
      '{"bag": "Colli", "trackingNumber": "our REF", "weightKg": "Weight"}',
    );
    expect(taken).toMatchObject([{ bag: '7', number: 'LZ1CN', weightGrams: 350 }]);
  });

  it('when rows are bad, then they are named in the order of the file and the others taken', async () => {
    const { taken, refused } = await read(
      'mawb,bag,tracking\n784-1,B1,LZ1\n784-2,B1,LZ2\n,B1,LZ3\n\n784-1,B1,\n784-1,B1,LZ4\n',
    );
    expect(taken.map(({ row }) => row)).toEqual([2, 7]);
    expect(refused.map(({ row, error }) => [row, error.code, error.errors?.[0]?.pointer])).toEqual([
      [3, 'contradicts_manifest', '/3/bag'],
      [4, 'validation_failed', '/4/mawb'],
      [6, 'validation_failed', '/6/trackingNumber'],
    ]);
  });

  it.each([
    ['nothing', '', ['/columns/mawb', '/columns/trackingNumber']],
    ['no known header', 'a,b\n1,2\n', ['/columns/mawb', '/columns/trackingNumber']],
    ['no column of numbers', 'MAWB,Bag\n1,2\n', ['/columns/trackingNumber']],
    ['two columns of numbers', 'MAWB,Tracking,运单号\n1,2,3\n', ['/columns/trackingNumber']],
    ['weights without a unit', 'MAWB,Tracking,Weight\n1,2,3\n', ['/columns/weightGrams']],
  ])('when it has %s, then it is refused', async (_, text, pointers) =>
    expect(await problemOf(text)).toEqual([400, 'columns_not_found', pointers]),
  );

  it.each([
    ['no JSON', '{', ['/columns']],
    ['a list', '[]', ['/columns']],
    ['an unknown field', '{"sack": "Sack", "__proto__": "x"}', ['/columns/sack', '/columns/__proto__']],
    ['no header', '{"bag": 7}', ['/columns/bag']],
  ])('when columns are named by %s, then they are refused', async (_, columns, pointers) =>
    expect(await problemOf('MAWB,Tracking\n1,2\n', columns)).toEqual([400, 'validation_failed', pointers]),
  );

  it('when it is not UTF-8, then the encoding is asked for', async () => {
    const named = {};
    await expect(
      readManifest({ bytes: Buffer.from('MAWB,Tracking\n1,\xff\n', 'latin1'), charset: undefined, named }),
    ).rejects.toMatchObject({ status: 400, code: 'wrong_encoding' });
  });

  it('when it has more than 50,000 rows, then it has to be divided', async () =>
    expect(await problemOf('1\n'.repeat(50_001))).toEqual([413, 'table_too_large', undefined]));
});
