import { describe, expect, it } from '@jest/globals';
import { StoredDate, StoredNumber, Unreadable, type Cell } from '@landfall/tables';
import type { ManifestField } from './manifest-columns.ts';
import { readManifestRow } from './manifest-row.ts';

const fields: ManifestField[] = [
  ...(['mawb', 'bag', 'trackingNumber', 'carrier', 'weightKg', 'weightGrams'] as const),
  ...(['flightOrVoyage', 'etd', 'eta', 'mode'] as const),
];
const columns = Object.fromEntries(fields.map((field, index) => [field, { index, header: field }]));
const complete: Partial<Record<ManifestField, Cell>> = { mawb: '784-12345675', trackingNumber: 'lz 1 cn' };

const wall = { year: 2026, month: 3, day: 6, hour: 22, minute: 0, second: 0 };

const read = (cells: Partial<Record<ManifestField, Cell>>) =>
  readManifestRow(
    { number: 7, cells: fields.map((field) => ({ ...complete, ...cells })[field] ?? '') },
    columns,
  );
const valueOf = (cells: Partial<Record<ManifestField, Cell>>) => {
  const row = read(cells);
  if (!row.ok) throw new Error(JSON.stringify(row.faults));
  return row.value;
};
const faultsOf = (cells: Partial<Record<ManifestField, Cell>>) => {
  const row = read(cells);
  return row.ok ? [] : row.faults.map(({ pointer, detail }) => `${pointer} ${detail}`);
};

describe('given a row of a manifest', () => {
  it('when only waybill and number are told, then the rest is not known', () =>
    expect(valueOf({})).toEqual({
      row: 7,
      mawb: '784-12345675',
      bag: null,
      number: 'LZ1CN',
      carrier: null,
      weightGrams: null,
      flightOrVoyage: null,
      etd: null,
      eta: null,
      mode: null,
    }));

  it('when all is told, then it is read', () =>
    expect(
      valueOf({
        bag: 'SZX0001',
        carrier: 'YunExpress',
        weightKg: '0.35',
        flightOrVoyage: 'CZ3099',
        etd: '2026-03-06T22:00:00+08:00',
        eta: '2026-03-07T09:00:00-05:00',
        mode: 'Economy_Air',
      }),
    ).toMatchObject({
      bag: 'SZX0001',
      carrier: 'YunExpress',
      weightGrams: 350,
      flightOrVoyage: 'CZ3099',
      etd: new Date('2026-03-06T14:00:00Z'),
      eta: new Date('2026-03-07T14:00:00Z'),
      mode: 'economy_air',
    }));

  it.each([
    ['weightKg', '1', 1_000],
    ['weightKg', '0,35', 350],
    ['weightKg', '0,350', 350],
    ['weightKg', '12,5', 12_500],
    ['weightKg', '1.2345', 1_235],
    ['weightKg', new StoredNumber('0.35'), 350],
    ['weightKg', new StoredNumber('3.5E-1'), 350],
    ['weightGrams', '350', 350],
    ['weightGrams', new StoredNumber('350.4'), 350],
  ] as const)('when %s is %j, then the parcel weighs %i g', (field, cell, grams) =>
    expect(valueOf({ [field]: cell }).weightGrams).toBe(grams),
  );

  it.each(['1,250', '12,500', '1.250,00', '1 kg', '-1', 'heavy', '200000'])(
    'when the weight is %j, then it is not guessed',
    (weightKg) =>
      expect(faultsOf({ weightKg })).toEqual([
        expect.stringMatching(/^\/7\/weightKg column E \(“weightKg”\) must be a weight such as 0\.35/),
      ]),
  );

  it('when numbers are stored as such, then those that may have lost digits are refused', () => {
    expect(valueOf({ trackingNumber: new StoredNumber('123456789012') }).number).toBe('123456789012');
    expect(valueOf({ mawb: new StoredNumber('78412345675') }).mawb).toBe('78412345675');
    for (const text of ['9.40011120255584E+21', '1234567890123456', '1.5'])
      expect(faultsOf({ trackingNumber: new StoredNumber(text) })).toEqual([
        expect.stringMatching(/^\/7\/trackingNumber column C .* has lost digits: format the column as text/),
      ]);
    expect(faultsOf({ mawb: new StoredNumber('1612345675') })).toEqual([
      expect.stringMatching(/^\/7\/mawb column A .* has lost zeros or digits/),
    ]);
  });

  it.each<[string, Partial<Record<ManifestField, Cell>>, RegExp]>([
    ['a number is missing', { trackingNumber: '' }, /^\/7\/trackingNumber column C .* must not be blank$/],
    [
      'a number is nothing but space',
      { trackingNumber: '\u3000' },
      /^\/7\/trackingNumber .* must not be blank$/,
    ],
    ['a name is too long', { bag: 'x'.repeat(65) }, /^\/7\/bag .* must have 64 characters at most$/],
    ['a name has a NUL', { carrier: 'a\0' }, /^\/7\/carrier .* must be well-formed Unicode/],
    [
      'a cell holds a formula',
      { bag: new Unreadable('holds a formula') },
      /^\/7\/bag column B .* holds a formula$/,
    ],
    ['a time has no offset', { etd: '2026-03-06 22:00' }, /^\/7\/etd .* with its offset/],
    [
      'a time is no day of the calendar',
      { eta: '2026-02-30T00:00:00Z' },
      /^\/7\/eta .* day of the calendar$/,
    ],
    ['a time is a stored date', { etd: new StoredNumber('46087.9') }, /^\/7\/etd .* without a time zone/],
    ['a time is shown as a date', { eta: new StoredDate(wall) }, /^\/7\/eta .* without a time zone/],
    ['a number is shown as a date', { bag: new StoredDate(wall) }, /^\/7\/bag .* is a date: format/],
    ['the mode is not known', { mode: 'plane' }, /^\/7\/mode .* must be one of express, economy_air/],
  ])('when %s, then row and column are named', (_, cells, fault) =>
    expect(faultsOf(cells)).toEqual([expect.stringMatching(fault)]),
  );

  it('when several cells are wrong, then all are named', () =>
    expect(faultsOf({ mawb: '', trackingNumber: '', mode: 'plane' })).toHaveLength(3));
});
