import { CLOSED_BINS, LOG_BIN, binEdges, logEdges } from './dwell-bins.ts';

/**
 * A dwell as its cumulative hazard -log P(dwell > t) at each edge of the bins: never falling. Between edges it is
 * linear in log-hours, before the first in hours; after the last it goes on with the last bin's slope, which is a
 * Pareto tail.
 */
export type HazardCurve = Float64Array;

/** Slope per log-hour under which no tail falls: a Pareto exponent of 1/2. It keeps every quantile finite. */
const MIN_TAIL_SLOPE = 0.5;

const MAX_HAZARD = 60;

/** Cumulative hazard at `hours`. */
export function hazardAt(curve: HazardCurve, hours: number): number {
  if (!(hours > 0)) return 0;
  const [first = 1] = binEdges;
  if (hours < first) return ((curve[0] ?? 0) * hours) / first;
  const place = Math.max(0, (Math.log(hours) - (logEdges[0] ?? 0)) / LOG_BIN);
  const last = CLOSED_BINS - 1;
  if (place >= last) return (curve[last] ?? 0) + (place - last) * LOG_BIN * tailSlope(curve);
  const bin = Math.floor(place);
  const low = curve[bin] ?? 0;
  return low + (place - bin) * ((curve[bin + 1] ?? 0) - low);
}

/** Cumulative hazard at the edge of that number, also after the last; before the first it is that of the first. */
export function hazardAtEdge(curve: HazardCurve, edge: number): number {
  const last = CLOSED_BINS - 1;
  if (edge <= last) return curve[Math.max(0, edge)] ?? 0;
  return (curve[last] ?? 0) + (edge - last) * LOG_BIN * tailSlope(curve);
}

/** The hours at which the cumulative hazard reaches `hazard` (>= 0). The inverse of {@link hazardAt}. */
export function hoursAtHazard(curve: HazardCurve, hazard: number): number {
  const [lowest = 0] = curve;
  const [firstHours = 1] = binEdges;
  if (hazard < lowest) return (firstHours * hazard) / lowest;
  let low = 0;
  let high = CLOSED_BINS;
  // The last edge whose hazard is not above the one sought.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((curve[middle] ?? 0) <= hazard) low = middle;
    else high = middle;
  }
  const from = curve[low] ?? 0;
  const over = hazard - from;
  if (over === 0) return binEdges[low] ?? 0;
  const slope = high === CLOSED_BINS ? tailSlope(curve) : ((curve[high] ?? 0) - from) / LOG_BIN;
  return Math.exp((logEdges[low] ?? 0) + over / slope);
}

/** The hours that half outlast, given the share that outlasts each edge: 1 at the first, never nothing. */
export function medianHours(shares: Float64Array): number {
  const last = CLOSED_BINS - 1;
  let edge = 0;
  while (edge < last && (shares[edge + 1] ?? 0) >= 0.5) edge++;
  const share = shares[edge] ?? 1;
  const slope =
    edge < last
      ? Math.log(share / (shares[edge + 1] ?? 1)) / LOG_BIN
      : Math.max(MIN_TAIL_SLOPE, Math.log((shares[last - 1] ?? 1) / share) / LOG_BIN);
  return Math.exp((logEdges[edge] ?? 0) + Math.log(2 * share) / slope);
}

/**
 * Puts a straight line (by log-hours) in place of what lies beyond a hazard of 60, where P(dwell > t) is nothing to anybody and
 * soon too small for a double. In place.
 */
export function keepWithinDoubles(curve: HazardCurve): HazardCurve {
  for (let edge = 0; edge < CLOSED_BINS; edge++) {
    if ((curve[edge] ?? 0) <= MAX_HAZARD) continue;
    const before = curve[edge - 1] ?? 0;
    curve[edge] = before + Math.max(MIN_TAIL_SLOPE * LOG_BIN, Math.min(1, before - (curve[edge - 2] ?? 0)));
  }
  return curve;
}

function tailSlope(curve: HazardCurve): number {
  const last = CLOSED_BINS - 1;
  return Math.max(MIN_TAIL_SLOPE, ((curve[last] ?? 0) - (curve[last - 1] ?? 0)) / LOG_BIN);
}
