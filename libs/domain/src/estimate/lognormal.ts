import type { Dwell } from '../legs/leg.ts';

/** 95% point of the standard normal distribution. */
const Z_95 = 1.6448536269514722;

/** A dwell time as a lognormal distribution, through its two quantiles: log-hours with mean `mu`, deviation `sigma`. */
export interface Lognormal {
  readonly mu: number;
  readonly sigma: number;
}

/** The lognormal distribution that has the given P50 and P95. */
export function lognormalOf({ p50Hours, p95Hours }: Dwell): Lognormal {
  return { mu: Math.log(p50Hours), sigma: Math.log(p95Hours / p50Hours) / Z_95 };
}

/** P(dwell > hours). */
export function survival({ mu, sigma }: Lognormal, hours: number): number {
  return hours <= 0 ? 1 : erfc((Math.log(hours) - mu) / (sigma * Math.SQRT2)) / 2;
}

/** The hours at `z` standard deviations of the logarithm above the median. */
export function hoursAt({ mu, sigma }: Lognormal, z: number): number {
  return Math.exp(mu + z * sigma);
}

const erfcSeries = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/** Complementary error function, relative error below 1.2e-7 (Press et al., Numerical Recipes in C, 6.2). */
function erfc(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2);
  const series = erfcSeries.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  const tail = t * Math.exp(-x * x + series);
  return x >= 0 ? tail : 2 - tail;
}
