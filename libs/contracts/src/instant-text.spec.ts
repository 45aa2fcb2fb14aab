import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantText } from './instant-text.ts';

const farthestMs = 8.64e15;

describe('the text of an instant', () => {
  it('is what Date writes', () => {
    const instants = fc.oneof(
      fc.integer({ min: Date.UTC(2020), max: Date.UTC(2040) }),
      fc.double({ min: Date.UTC(2020), max: Date.UTC(2040), noNaN: true }),
      fc.double({ min: -farthestMs, max: farthestMs, noNaN: true }),
    );
    fc.assert(
      fc.property(instants, (at) => {
        expect(instantText(at)).toBe(new Date(at).toISOString());
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([0, -1, -0.5, 86_399_999, 86_400_000, farthestMs, -farthestMs])('%d is no exception', (at) => {
    expect(instantText(at)).toBe(new Date(at).toISOString());
  });

  it.each([NaN, Infinity, 2 * farthestMs])('%d is none', (at) => {
    expect(() => instantText(at)).toThrow(RangeError);
  });
});
