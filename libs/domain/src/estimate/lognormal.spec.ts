import { describe, expect, it } from '@jest/globals';
import { hoursAt, lognormalOf, survival } from './lognormal.ts';

const dwell = lognormalOf({ p50Hours: 40, p95Hours: 120 });

describe('a dwell time as a lognormal', () => {
  it('has the quantiles that it was made of', () => {
    expect(survival(dwell, 40)).toBeCloseTo(0.5, 6);
    expect(survival(dwell, 120)).toBeCloseTo(0.05, 6);
  });

  it('is certain to last longer than nothing', () => {
    expect(survival(dwell, 0)).toBe(1);
    expect(survival(dwell, -5)).toBe(1);
  });

  it.each([
    [-2.3263478740408408, 0.99],
    [1, 0.15865525393145707],
    [3.0902323061678132, 0.001],
    [5, 2.866515718791933e-7],
  ])('at %d deviations outlasts a share of %d', (z, share) => {
    expect(survival(dwell, hoursAt(dwell, z)) / share).toBeCloseTo(1, 5);
  });
});
