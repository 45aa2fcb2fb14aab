import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@landfall/service-kit';
import type { PackedRow } from '../persistence/parcels.store.ts';
import { packParcel, type Packing } from './pack-parcel.ts';

const lines = [
  { position: 0, sku: 'A', quantity: 2 },
  { position: 1, sku: 'B', quantity: 1 },
];
const first: PackedRow = {
  id: '018f3c2e-7b1a-7c3d-8e4f-0123456789ab',
  purpose: 'outbound',
  holds_items: true,
  items: [{ position: 0, quantity: 1 }],
};
const all = [
  { position: 0, quantity: 2 },
  { position: 1, quantity: 1 },
];

const pack = (parcels: PackedRow[], packing: Partial<Packing>) =>
  packParcel(lines, parcels, {
    purpose: 'outbound',
    replacesParcelId: undefined,
    items: undefined,
    ...packing,
  });

const refusal = (parcels: PackedRow[], packing: Partial<Packing>) => {
  try {
    pack(parcels, packing);
  } catch (error) {
    if (error instanceof ProblemError) return [error.status, error.code, error.errors?.[0]?.pointer];
    throw error;
  }
  return undefined;
};

describe('given an order of 2 A and 1 B', () => {
  it('when its first parcel names no items, then it holds all', () => {
    expect(pack([], {})).toEqual(all);
  });

  it('when another outbound parcel holds one A, then the next holds the rest', () => {
    expect(pack([first], {})).toEqual([
      { position: 0, quantity: 1 },
      { position: 1, quantity: 1 },
    ]);
  });

  it('when all is packed, then a further parcel holds nothing, so that no value counts twice', () => {
    expect(pack([{ ...first, items: all }], {})).toEqual([]);
  });

  it('when more is named than is left, then the item is named', () => {
    const items = [
      { sku: 'B', quantity: 1 },
      { sku: 'A', quantity: 2 },
    ];
    expect(refusal([first], { items })).toEqual([422, 'items_not_available', '/items/1/quantity']);
    expect(refusal([first], { items: [{ sku: 'C', quantity: 1 }] })).toEqual([
      422,
      'items_not_available',
      '/items/0/sku',
    ]);
  });

  it('when the other parcel was cancelled, then its items can be sent again', () => {
    expect(pack([{ ...first, holds_items: false }], {})).toEqual(all);
  });

  it('when replacements and returns go too, then they take nothing from outbound parcels', () => {
    const others: PackedRow[] = [
      { ...first, purpose: 'replacement', items: all },
      { ...first, purpose: 'return', items: all },
    ];
    expect(pack(others, {})).toEqual(all);
  });

  it('when a replacement names no items, then it holds those of the parcel that it replaces', () => {
    expect(pack([first], { purpose: 'replacement', replacesParcelId: first.id.toUpperCase() })).toEqual(
      first.items,
    );
  });

  it('when a return names none, then it holds the order', () => {
    expect(pack([first], { purpose: 'return' })).toEqual(all);
  });

  it.each<[string, Partial<Packing>]>([
    ['replaces nothing', { purpose: 'replacement' }],
    [
      'replaces a stranger',
      { purpose: 'replacement', replacesParcelId: '018f3c2e-0000-7c3d-8e4f-0123456789ab' },
    ],
    ['is outbound and replaces one', { replacesParcelId: first.id }],
  ])('when a parcel %s, then it is refused', (_what, packing) => {
    expect(refusal([first], packing)).toEqual([422, 'replacement_not_valid', '/replacesParcelId']);
  });
});
