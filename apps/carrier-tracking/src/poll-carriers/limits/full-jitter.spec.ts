import { describe, expect, it } from '@jest/globals';
import { fullJitter } from './full-jitter.ts';

const limits = { base: 1_000, cap: 60_000 };

describe('the wait before another try', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [7, 60_000],
    [2_000, 60_000],
  ])('is anything up to its limit: after %i tries up to %i ms', (tries, most) => {
    expect(fullJitter(limits, tries, 0)).toBe(0);
    expect(fullJitter(limits, tries, 0.5)).toBe(most / 2);
  });
});
