import { describe, expect, it } from '@jest/globals';
import { findHeader, knownHeaders } from './find-header.ts';
import { StoredNumber, TableError, Unreadable, type Cell, type Row } from './table.ts';

const kinds = {
  waybill: { names: ['MAWB', '主单号'], required: true },
  number: { names: ['Tracking Number', '运单号', 'Sendungsnummer'], required: true },
  bag: { names: ['Bag'] },
} as const;

const table = (...rows: Cell[][]): Row[] => rows.map((cells, index) => ({ number: index + 1, cells }));
const columnsOf = (rows: Row[], named = {}) => {
  const found = findHeader(rows, kinds, named);
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.columns;
};
const faultsOf = (rows: Row[], named = {}) => {
  const found = findHeader(rows, kinds, named);
  return found.ok ? [] : found.faults;
};

describe('given a table whose headers are known', () => {
  it.each([
    ['in any language', ['主单号', '运单号']],
    ['however they are spelled', ['m.a.w.b.', ' TRACKING_NUMBER:']],
    ['in full-width letters', ['ＭＡＷＢ', 'Sendungsnummer']],
  ])('when they are written %s, then the columns are found', (_, headers) =>
    expect(columnsOf(table(headers))).toEqual({
      waybill: { index: 0, header: headers[0] },
      number: { index: 1, header: headers[1] },
    }),
  );

  it('when titles stand above, then what is below counts', () => {
    const rows = table(
      ['Manifest of 6 March'],
      [new Unreadable('is merged')],
      ['Bag', 'MAWB', 'Tracking number'],
      ['B1', '784-1', new StoredNumber('1')],
    );
    const found = findHeader(rows, kinds);
    expect(found).toEqual({
      ok: true,
      header: rows[2],
      columns: {
        bag: { index: 0, header: 'Bag' },
        waybill: { index: 1, header: 'MAWB' },
        number: { index: 2, header: 'Tracking number' },
      },
      below: [rows[3]],
    });
  });

  it('when the sender names a column himself, then it goes before those that are known', () =>
    expect(
      columnsOf(table(['MAWB', 'Tracking Number', 'Our Ref']), { number: 'our ref', bag: 'Tracking Number' }),
    ).toEqual({
      waybill: { index: 0, header: 'MAWB' },
      number: { index: 2, header: 'Our Ref' },
      bag: { index: 1, header: 'Tracking Number' },
    }));
});

describe('given a table whose headers are not clear', () => {
  it('when a required one is missing, then it says what there is', () =>
    expect(faultsOf(table(['Title'], ['MAWB', 'Colli', 'Bag']))).toEqual([
      { field: 'number', detail: 'has no column that is known: row 2 has “MAWB”, “Colli”, “Bag”' },
    ]));

  it('when one that was named is missing, then it says so', () =>
    expect(faultsOf(table(['MAWB', 'Tracking Number']), { bag: 'Sack' })).toEqual([
      { field: 'bag', detail: 'has no column “Sack”: row 1 has “MAWB”, “Tracking Number”' },
    ]));

  it('when two columns say the same, then both are named', () =>
    expect(faultsOf(table(['MAWB', '运单号', 'Tracking Number']))).toEqual([
      {
        field: 'number',
        detail: 'stands in column B (“运单号”) and in column C (“Tracking Number”): leave one of them',
      },
    ]));

  it('when there is nothing at all, then every required one is missing', () =>
    expect(faultsOf([])).toEqual([
      { field: 'waybill', detail: 'the file is empty' },
      { field: 'number', detail: 'the file is empty' },
    ]));

  it('when several are wrong, then they are told in the order of the fields, and what was found', () =>
    expect(findHeader(table(['Bag', 'MAWB', '主单号']), kinds)).toMatchObject({
      columns: { waybill: { index: 1 }, bag: { index: 0 } },
      faults: [{ field: 'waybill' }, { field: 'number' }],
    }));

  it('when there are more than 200, then the file is refused', () =>
    expect(() =>
      findHeader(table(['MAWB', '运单号', ...Array.from({ length: 199 }, () => 'x')]), kinds),
    ).toThrow(TableError));
});

describe('given what headers are known by', () => {
  it('then those of the kinds are known, and those that the sender names', () =>
    expect(['m.a.w.b.', 'our ref', 'Colli'].map(knownHeaders(kinds, { bag: 'Our Ref' }))).toEqual([
      true,
      true,
      false,
    ]));
});
