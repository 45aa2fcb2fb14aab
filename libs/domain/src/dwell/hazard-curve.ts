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
  return hazardAtLog(curve, Math.log(hours));
}

/** The same by log-hours, at or after the first edge; before it hazard falls in proportion to the hours. */
export function hazardAtLog(curve: HazardCurve, logHours: number): number {
  const place = (logHours - (logEdges[0] ?? 0)) / LOG_BIN;
  if (place < 0) return (curve[0] ?? 0) * Math.exp(place * LOG_BIN);
  const last = CLOSED_BINS - 1;
  if (place >= last) return (curve[last] ?? 0) + (place - last) * LOG_BIN * tailSlope(curve);
  const bin = Math.floor(place);
  const low = curve[bin] ?? 0;
  return low + (place - bin) * ((curve[bin + 1] ?? 0) - low);
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

/**
 * The curve with a straight line (by log-hours) in place of what lies beyond a hazard of 60, where P(dwell > t) is
 * nothing to anybody and soon too small for a double.
 */
export function withinDoubles(curve: HazardCurve): HazardCurve {
  const straight = new Float64Array(curve);
  for (let edge = 0; edge < CLOSED_BINS; edge++) {
    if ((straight[edge] ?? 0) <= MAX_HAZARD) continue;
    const before = straight[edge - 1] ?? 0;
    straight[edge] =
      before + Math.max(MIN_TAIL_SLOPE * LOG_BIN, Math.min(1, before - (straight[edge - 2] ?? 0)));
  }
  return straight;
}

function tailSlope(curve: HazardCurve): number {
  const last = CLOSED_BINS - 1;
  return Math.max(MIN_TAIL_SLOPE, ((curve[last] ?? 0) - (curve[last - 1] ?? 0)) / LOG_BIN);
}
