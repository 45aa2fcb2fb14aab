/** Normal quantile of a two-sided 95% interval. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval of a rate (E. B. Wilson, JASA 22, 1927): `successes` out of `n`, both ends within 0..1.
 * Without a trial anything is possible: 0..1. Throws RangeError for impossible counts.
 */
export function wilsonInterval(
  successes: number,
  n: number,
  z: number = Z_95,
): { low: number; high: number } {
  if (!(successes >= 0 && successes <= n)) throw new RangeError(`${successes} successes of ${n}`);
  if (n === 0) return { low: 0, high: 1 };
  const rate = successes / n;
  const spread = (z * z) / n;
  const centre = rate + spread / 2;
  const half = z * Math.sqrt((rate * (1 - rate)) / n + spread / (4 * n));
  return {
    low: successes === 0 ? 0 : (centre - half) / (1 + spread),
    high: successes === n ? 1 : (centre + half) / (1 + spread),
  };
}
