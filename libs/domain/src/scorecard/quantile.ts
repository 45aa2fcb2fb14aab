/**
 * Quantile `q` (0..1) of the days of `total` parcels, of which only the delivered ones are given, sorted ascending;
 * the others count as infinite. Linear interpolation between order statistics (Hyndman and Fan's type 7, as
 * PostgreSQL's percentile_cont). null when the quantile is infinite or there is no parcel.
 * Throws RangeError when `q` or the counts are impossible.
 */
export function quantileWithCensored(
  sortedFiniteDays: readonly number[],
  total: number,
  q: number,
): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile ${q} is not within 0..1`);
  if (sortedFiniteDays.length > total) throw new RangeError('more parcels delivered than there are');
  if (total === 0) return null;
  const place = (total - 1) * q;
  const below = Math.floor(place);
  const low = sortedFiniteDays[below];
  if (low === undefined) return null;
  if (place === below) return low;
  const high = sortedFiniteDays[below + 1];
  return high === undefined ? null : low + (place - below) * (high - low);
}
