import { describe, expect, it } from '@jest/globals';
import { valueOfItems } from './value-of-items.ts';

describe('the value of an order', () => {
  it('is what its units sell for and cost', () => {
    const lamps = { quantity: 2, unitPriceMinor: 5000, unitCostMinor: 2000 };
    const bulbs = { quantity: 3, unitPriceMinor: 400, unitCostMinor: 100 };
    expect(valueOfItems([lamps, bulbs], 'EUR')).toEqual({
      priceMinor: 11_200,
      goodsMinor: 4300,
      goodsAssumed: false,
      logisticsMinor: 0,
      currency: 'EUR',
    });
  });

  it('takes a missing cost for 40% of the price, and says so', () => {
    const lamp = { quantity: 1, unitPriceMinor: 5000, unitCostMinor: 1000 };
    const gift = { quantity: 2, unitPriceMinor: 1000, unitCostMinor: null };
    expect(valueOfItems([lamp, gift], 'EUR')).toMatchObject({ goodsMinor: 1800, goodsAssumed: true });
  });
});
