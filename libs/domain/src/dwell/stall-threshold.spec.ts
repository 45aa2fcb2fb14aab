import { describe, expect, it } from '@jest/globals';
import { legs, waits } from '../legs/leg.ts';
import { normalDraws, tallyOfHours, uniformDraws } from './drawn-dwell.spec-kit.ts';
import { priorDistribution } from './dwell-distribution.ts';
import { learnDwell } from './learn-dwell.ts';
import { learnedStallThreshold } from './stall-threshold.ts';

const prior = { p50Hours: 14, p95Hours: 72 };
const stages = legs.length + waits.length;
const normal = normalDraws(uniformDraws(11));
const hours = (median: number, parcels: number) =>
  Array.from({ length: parcels }, () => median * Math.exp(0.5 * normal()));
const learned = (median: number, parcels: number) =>
  learnDwell('route', tallyOfHours(hours(median, parcels)), priorDistribution(prior));

describe('the threshold of a stall', () => {
  it('is 1.2 times the prior P95 while only a prior is known', () => {
    expect(learnedStallThreshold(priorDistribution(prior), prior, stages)).toEqual({
      hours: 86.4,
      quantile: null,
      origin: { level: 'prior', observations: 0, halfLifeDays: null },
    });
  });

  it('stays so on the word of a few parcels', () => {
    expect(learnedStallThreshold(learned(60, 20), prior, stages)).toMatchObject({
      hours: 86.4,
      origin: { level: 'prior' },
    });
  });

  it('once learned spends its share of the alarm budget', () => {
    const threshold = learnedStallThreshold(learned(40, 5000), prior, stages);
    expect(threshold.origin).toEqual({ level: 'route', observations: 5000, halfLifeDays: 14 });
    expect(threshold.quantile).toBeCloseTo(1 - 0.03 / 9, 12);
    // Deviations of the logarithm above the median: 2.71 for that quantile of the lognormal.
    expect(Math.log(threshold.hours / 40) / 0.5).toBeGreaterThan(2.55);
    expect(Math.log(threshold.hours / 40) / 0.5).toBeLessThan(2.9);
  });

  it('comes sooner with a larger budget or a shorter road', () => {
    const dwell = learned(40, 1000);
    const usual = learnedStallThreshold(dwell, prior, stages).hours;
    expect(learnedStallThreshold(dwell, prior, stages, 0.05).hours).toBeLessThan(usual);
    expect(learnedStallThreshold(dwell, prior, 5).hours).toBeLessThan(usual);
  });

  it('is at least a day', () => {
    expect(learnedStallThreshold(learned(1, 1000), prior, stages)).toMatchObject({
      hours: 24,
      quantile: null,
    });
  });

  it('refuses a road without stages and a budget that is none', () => {
    expect(() => learnedStallThreshold(priorDistribution(prior), prior, 0)).toThrow(RangeError);
    expect(() => learnedStallThreshold(priorDistribution(prior), prior, 9, 0)).toThrow(RangeError);
    expect(() => learnedStallThreshold(priorDistribution(prior), prior, 9, 1)).toThrow(RangeError);
  });
});
