import { describe, expect, it } from '@jest/globals';
import { agreeRows } from './agree-rows.ts';
import type { ManifestRow } from './manifest-row.ts';

const first: ManifestRow = {
  row: 2,
  mawb: '784-12345675',
  bag: 'SZX1',
  number: 'LZ1CN',
  carrier: null,
  weightGrams: null,
  flightOrVoyage: 'CZ3099',
  etd: new Date('2026-03-06T14:00:00Z'),
  eta: null,
  mode: null,
};
const next = (changes: Partial<ManifestRow>): ManifestRow => ({
  ...first,
  row: 3,
  number: 'LZ2CN',
  ...changes,
});
const refusedOf = (...rows: ManifestRow[]) =>
  agreeRows([first, ...rows]).refused.map(({ row, error }) => [row, error.code, error.errors?.[0]?.detail]);

describe('given the rows of a manifest', () => {
  it('when they agree, then all are taken', () => {
    const rows = [
      first,
      next({}),
      next({ row: 4, number: 'LZ3CN', bag: 'SZX2', mawb: '784 1234 5675', flightOrVoyage: null, etd: null }),
      next({ row: 5, number: 'LZ4CN', bag: null, eta: new Date('2026-03-07T14:00:00Z') }),
      next({ row: 6, number: 'LZ5CN', bag: 'SZX3', mawb: '784-87654321', flightOrVoyage: 'CZ1' }),
    ];
    expect(agreeRows(rows)).toEqual({ taken: rows, refused: [] });
  });

  it('when a row is repeated, then it contradicts nothing', () =>
    expect(refusedOf(next({ number: first.number }))).toEqual([]));

  it.each<[string, Partial<ManifestRow>, string]>([
    ['a waybill flies twice', { flightOrVoyage: 'CZ1' }, '784-12345675 has CZ3099 in an earlier row'],
    [
      'a waybill departs twice',
      { etd: new Date('2026-03-06T15:00:00Z') },
      '784-12345675 has 2026-03-06T14:00:00.000Z in an earlier row',
    ],
    [
      'a bag is under two waybills',
      { mawb: '784-87654321' },
      'SZX1 stands in row 2 with the mawb 784-12345675',
    ],
    ['a parcel is in two bags', { number: 'LZ1CN', bag: 'SZX2' }, 'LZ1CN stands in row 2 with the bag SZX1'],
    [
      'a parcel is in a bag and in none',
      { number: 'LZ1CN', bag: null },
      'LZ1CN stands in row 2 with the bag SZX1',
    ],
    [
      'a parcel is under two waybills',
      { number: 'LZ1CN', bag: null, mawb: '784-87654321' },
      'LZ1CN stands in row 2 with the mawb 784-12345675',
    ],
    ['a bag has the name of its waybill', { bag: '78412345675' }, '78412345675 is the name of a waybill'],
    ['a waybill has the name of a bag', { mawb: 'szx1', bag: null }, 'szx1 is the name of a bag'],
  ])('when %s, then the later row is refused', (_, changes, detail) =>
    expect(refusedOf(next(changes))).toEqual([[3, 'contradicts_manifest', detail]]),
  );

  it('when a row is refused, then the rows behind it are held against those that are taken', () =>
    expect(
      refusedOf(next({ flightOrVoyage: 'CZ1', number: 'LZ9CN', bag: 'SZX9' }), next({ row: 4, bag: 'SZX9' })),
    ).toEqual([[3, 'contradicts_manifest', '784-12345675 has CZ3099 in an earlier row']]));
});
