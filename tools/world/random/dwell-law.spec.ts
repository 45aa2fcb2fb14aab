import { describe, expect, it } from '@jest/globals';
import { drawsOf } from './draws-of.ts';
import {
  cut,
  drawHealthy,
  mixtureQuantile,
  quantile,
  scaled,
  shareWithin,
  type DwellLaw,
} from './dwell-law.ts';

const law: DwellLaw = { median: 14, p90: 38, tail: 4 };

describe('a law of dwell times', () => {
  it('has the median and the P90 that it was given', () => {
    expect(quantile(law, 0.5)).toBeCloseTo(14, 9);
    expect(quantile(law, 0.9)).toBeCloseTo(38, 9);
  });

  it('has a Pareto tail: ten times as rare is ten to the power of 1/tail as long', () => {
    expect(quantile(law, 0.99)).toBeCloseTo(38 * 10 ** 0.25, 9);
    expect(quantile(law, 0.999)).toBeCloseTo(38 * 100 ** 0.25, 9);
  });

  it.each([0.01, 0.3, 0.5, 0.89, 0.9, 0.95, 0.999])('knows the share within its own quantile of %d', (p) =>
    expect(shareWithin(law, quantile(law, p))).toBeCloseTo(p, 9),
  );

  it('keeps its shape when all takes twice as long', () =>
    expect(quantile(scaled(law, 2), 0.97)).toBeCloseTo(2 * quantile(law, 0.97), 9));
});

describe('draws of healthy stays', () => {
  const longest = quantile(law, cut);
  const draws = drawsOf(1, 'dwell');
  const drawn = Array.from({ length: 50_000 }, () => drawHealthy(draws, law, longest)).sort((a, b) => a - b);

  it.each([0.1, 0.5, 0.9, 0.99])('are as often within the quantile of %d as the law says', (p) => {
    // Of the law cut at its P99.9, a share p / 0.999 lies within the quantile p; four standard deviations.
    const expected = p / cut;
    const within = drawn.filter((hours) => hours <= quantile(law, p)).length / drawn.length;
    expect(Math.abs(within - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 50_000));
  });

  it('are never longer than the P99.9: what is longer is a stoppage', () =>
    expect(drawn.at(-1)).toBeLessThanOrEqual(longest));
});

describe('a mixture of laws', () => {
  const weekend: DwellLaw = { median: 22, p90: 50, tail: 4 };
  const mixture = [[5 / 7, law] as const, [2 / 7, weekend] as const];

  it.each([0.5, 0.95, 0.999])('has the quantile of %d where its parts together have that share', (p) => {
    const hours = mixtureQuantile(mixture, p);
    const share = (5 / 7) * shareWithin(law, hours) + (2 / 7) * shareWithin(weekend, hours);
    expect(share).toBeCloseTo(p, 5);
  });

  it('of one law is that law', () =>
    expect(mixtureQuantile([[1, law]], 0.95)).toBeCloseTo(quantile(law, 0.95), 3));
});
