import { describe, expect, it } from '@jest/globals';
import { parcelValue } from './parcel-value.ts';

const lines = [
  { position: 0, unitPriceMinor: 5000, unitCostMinor: 2000 },
  { position: 1, unitPriceMinor: 999, unitCostMinor: null },
];

describe('the value of a parcel', () => {
  it('is that of its items, with the costs given', () => {
    expect(parcelValue(lines, [{ position: 0, quantity: 3 }])).toEqual({
      priceMinor: 15000,
      goodsCostMinor: 6000,
      goodsCostAssumed: false,
    });
  });

  it('assumes 40% of the price where a unit cost is missing, and says so', () => {
    const all = [
      { position: 0, quantity: 1 },
      { position: 1, quantity: 2 },
    ];
    expect(parcelValue(lines, all)).toEqual({
      priceMinor: 6998,
      goodsCostMinor: 2000 + 799,
      goodsCostAssumed: true,
    });
  });

  it('is nothing for a parcel without items', () => {
    expect(parcelValue(lines, [])).toEqual({ priceMinor: 0, goodsCostMinor: 0, goodsCostAssumed: false });
  });
});
