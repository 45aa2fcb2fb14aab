import type { Draws } from '../../demo/random.ts';

/**
 * A law of dwell times in hours: log-logistic up to its P90, a Pareto tail beyond it, continuous where they meet.
 * The median and P90 are given; the tail falls as `x^-tail`. Log-logistic: Burr XII with c = shape and k = 1
 * (Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, chapter 23).
 */
export interface DwellLaw {
  readonly median: number;
  readonly p90: number;
  readonly tail: number;
}

/** Share of the cut-off: no healthy stay is longer than its law's P99.9 (see {@link drawHealthy}). */
export const cut = 0.999;

/** The odds of P90 are 9 to 1, hence the shape. */
const shapeOf = ({ median, p90 }: DwellLaw): number => Math.log(9) / Math.log(p90 / median);

/** The dwell that a share `p` (0..1) of all stays does not exceed. */
export function quantile(law: DwellLaw, p: number): number {
  if (p > 0.9) return law.p90 * (0.1 / (1 - p)) ** (1 / law.tail);
  return law.median * (p / (1 - p)) ** (1 / shapeOf(law));
}

/** The share of stays that end within so many hours. */
export function shareWithin(law: DwellLaw, hours: number): number {
  if (hours <= 0) return 0;
  if (hours > law.p90) return 1 - 0.1 * (law.p90 / hours) ** law.tail;
  return 1 / (1 + (hours / law.median) ** -shapeOf(law));
}

/** The law of a stay that takes `factor` times as long. */
export const scaled = (law: DwellLaw, factor: number): DwellLaw => ({
  median: law.median * factor,
  p90: law.p90 * factor,
  tail: law.tail,
});

/** Several laws, each with the share of stays that follow it; the shares add up to 1. */
export type Mixture = readonly (readonly [share: number, law: DwellLaw])[];

/** The quantile of a mixture, to a millionth, by bisection between the laws' own quantiles. */
export function mixtureQuantile(mixture: Mixture, p: number): number {
  const own = mixture.map(([, law]) => quantile(law, p));
  let [low, high] = [Math.min(...own), Math.max(...own)];
  while (high - low > 1e-6 * high) {
    const middle = (low + high) / 2;
    const within = mixture.reduce((sum, [share, law]) => sum + share * shareWithin(law, middle), 0);
    if (within < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A stay of a parcel that nothing ails: drawn from the law, cut at `longest` hours. What lasts longer is a stoppage. */
export const drawHealthy = (draws: Draws, law: DwellLaw, longest: number): number =>
  quantile(law, draws.next() * shareWithin(law, longest));
