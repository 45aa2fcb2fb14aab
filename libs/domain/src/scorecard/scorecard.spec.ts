import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS } from '../calendar/instant.ts';
import { isMature } from './maturity.ts';
import { quantileWithCensored } from './quantile.ts';
import { wilsonInterval } from './wilson-interval.ts';

describe('quantile with undelivered parcels as infinite', () => {
  it('of delivered parcels alone is the usual one', () => {
    expect(quantileWithCensored([1, 2, 3, 4, 5], 5, 0.5)).toBe(3);
    expect(quantileWithCensored([1, 2, 3, 4], 4, 0.5)).toBe(2.5);
    expect(quantileWithCensored([1, 2, 3, 4, 5], 5, 1)).toBe(5);
  });

  it('is later the more parcels are missing, and infinite when they reach it', () => {
    expect(quantileWithCensored([1, 2, 3, 4, 5], 9, 0.5)).toBe(5);
    expect(quantileWithCensored([1, 2, 3, 4, 5], 10, 0.5)).toBeNull();
    expect(quantileWithCensored([], 3, 0)).toBeNull();
  });

  it('of no parcel is unknown', () => {
    expect(quantileWithCensored([], 0, 0.5)).toBeNull();
  });

  it('refuses impossible questions', () => {
    expect(() => quantileWithCensored([1, 2], 1, 0.5)).toThrow(RangeError);
    expect(() => quantileWithCensored([1], 1, 1.5)).toThrow(RangeError);
    expect(() => quantileWithCensored([1], 1, Number.NaN)).toThrow(RangeError);
  });

  it('never falls as q rises', () => {
    const days = fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { maxLength: 30 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(days, fc.nat(10), share, share, (finite, missing, a, b) => {
        const sorted = finite.toSorted((x, y) => x - y);
        const at = (q: number) => quantileWithCensored(sorted, sorted.length + missing, q) ?? Infinity;
        expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)) + 1e-9);
      }),
    );
  });
});

describe("Wilson's interval", () => {
  it.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [970, 1000, 0.9575, 0.979],
  ])('of %i out of %i is %d..%d', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });

  it('without a trial is everything', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('holds the rate, within 0..1, and narrows with more trials', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const successes = Math.round(n * share);
          const few = wilsonInterval(successes, n);
          const many = wilsonInterval(successes * 10, n * 10);
          expect(few.low).toBeGreaterThanOrEqual(0);
          expect(few.high).toBeLessThanOrEqual(1);
          expect(few.low).toBeLessThanOrEqual(successes / n);
          expect(few.high).toBeGreaterThanOrEqual(successes / n);
          expect(many.high - many.low).toBeLessThan(few.high - few.low);
        },
      ),
    );
  });

  it('refuses more successes than trials', () => {
    expect(() => wilsonInterval(2, 1)).toThrow(RangeError);
  });
});

describe('a parcel is mature', () => {
  it.each([
    [29.99, null, false],
    [30, null, true],
    [30, 10 * 24, true],
    [40, 45 * 24, false],
    [45, 45 * 24, true],
  ])('%d days after dispatch on a lane with P99 of %s hours: %s', (days, p99, mature) => {
    expect(isMature(0, p99, days * DAY_MS)).toBe(mature);
  });
});
