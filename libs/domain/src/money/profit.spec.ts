import { describe, expect, it } from '@jest/globals';
import { assumedGoodsMinor, profitIfDelivered, profitIfFailed, swingMinor } from './profit.ts';

/** Sold at 50, goods 20, logistics 10. */
const value = {
  priceMinor: 5000,
  goodsMinor: 2000,
  goodsAssumed: false,
  logisticsMinor: 1000,
  currency: 'USD',
};

describe('profit of an order', () => {
  it('is +20 when it is delivered', () => {
    expect(profitIfDelivered(value)).toBe(2000);
  });

  it.each([
    ['refunded', -3000],
    ['reshipped', -1000],
    ['returned', -1500],
  ] as const)('when it fails and is %s: %i', (outcome, minor) => {
    expect(profitIfFailed(value, outcome)).toBe(minor);
  });

  it('swings by 50 between delivery and refund', () => {
    expect(swingMinor(value)).toBe(5000);
  });

  it('assumes goods at 40% of the price where no cost is given', () => {
    expect(assumedGoodsMinor(999)).toBe(400);
  });
});
