import { describe, expect, it } from '@jest/globals';
import { addDays, addVariation, likenessOf, noVariation, type Variation } from './day-likeness.ts';

/** Of the dwells of each day. */
const variationOf = (days: readonly (readonly number[])[]): Variation => {
  const variation = noVariation();
  addDays(
    variation,
    Float64Array.from(days, (dwells) => dwells.length),
    Float64Array.from(days, (dwells) => dwells.reduce((sum, dwell) => sum + dwell, 0)),
  );
  for (const dwell of days.flat()) variation.squares += dwell * dwell;
  return variation;
};
const sixty = Array.from({ length: 60 }, (_, day) => day);
/** Ten parcels a day that come at any time, whatever the day. */
const apart = sixty.map((day) => Array.from({ length: 10 }, (_, nth) => (nth * 7 + day * 3) % 10));
/** Ten parcels a day on one flight. */
const together = sixty.map((day) => Array<number>(10).fill((day * 7) % 10));

describe('how alike parcels of a day are', () => {
  it('is nearly nothing where each goes its own way', () => {
    expect(likenessOf(variationOf(apart))).toBeGreaterThanOrEqual(0.05);
    expect(likenessOf(variationOf(apart))).toBeLessThan(0.1);
  });

  it('is all where they travel as one', () => expect(likenessOf(variationOf(together))).toBe(1));

  it('is in between where a flight and the way to it both vary', () => {
    const both = together.map((dwells, day) => dwells.map((dwell, nth) => dwell + (apart[day]?.[nth] ?? 0)));
    expect(likenessOf(variationOf(both))).toBeGreaterThan(0.4);
    expect(likenessOf(variationOf(both))).toBeLessThan(0.65);
  });

  it('is taken for all while little is known', () => {
    expect(likenessOf(noVariation())).toBe(1);
    expect(likenessOf(variationOf([[1, 2, 3]]))).toBe(1);
    expect(likenessOf(variationOf([[1], [2], [3]]))).toBe(1);
    expect(likenessOf(variationOf(apart.slice(0, 3)))).toBeGreaterThan(0.6);
  });

  it('adds up over routes', () => {
    const sum = variationOf(apart.slice(0, 30));
    addVariation(sum, variationOf(apart.slice(30)));
    expect(likenessOf(sum)).toBeCloseTo(likenessOf(variationOf(apart)), 12);
  });
});
