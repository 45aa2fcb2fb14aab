import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BINS, CLOSED_BINS, binEdges, binOf, closedBins } from './dwell-bins.ts';

describe('the bins of a dwell', () => {
  it('reach from half an hour to 2,048 hours, four to a doubling', () => {
    expect(binEdges).toHaveLength(49);
    expect(binEdges[0]).toBe(0.5);
    expect(binEdges[4]).toBe(1);
    expect(binEdges[48]).toBe(2048);
  });

  it.each([
    [0, 0],
    [0.49, 0],
    [0.5, 1],
    [24, 23],
    [2047.9, 48],
    [2048, 49],
    [1e9, 49],
    [Infinity, 49],
  ])('put %d hours into bin %i', (hours, bin) => {
    expect(binOf(hours)).toBe(bin);
  });

  it('refuse what is not a duration', () => {
    expect(() => binOf(-1)).toThrow(RangeError);
    expect(() => binOf(Number.NaN)).toThrow(RangeError);
  });

  it('leave an edge to the bin above it', () => {
    for (const [index, edge] of binEdges.entries()) {
      expect(binOf(edge)).toBe(index + 1);
      expect(binOf(edge * (1 - 1e-12))).toBe(index);
    }
  });

  it('hold each dwell between their edges', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 5000, noNaN: true }), (hours) => {
        const bin = binOf(hours);
        expect(bin).toBeLessThan(BINS);
        expect(hours).toBeGreaterThanOrEqual(bin === 0 ? 0 : (binEdges[bin - 1] ?? Infinity));
        expect(hours).toBeLessThan(binEdges[bin] ?? Infinity);
      }),
    );
  });

  it('are outlasted by a parcel once their upper edge has passed', () => {
    expect(closedBins(0.4)).toBe(0);
    expect(closedBins(1)).toBe(5);
    expect(closedBins(1.1)).toBe(5);
    expect(closedBins(-3)).toBe(0);
    expect(closedBins(1e6)).toBe(CLOSED_BINS);
  });
});
