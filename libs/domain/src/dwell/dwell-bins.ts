/** Shortest dwell (working hours) that is told apart; all shorter ones share the first bin, and are none. */
export const NO_DWELL_HOURS = 0.5;
const BINS_PER_DOUBLING = 4;
const DOUBLINGS = 12;

/**
 * Upper edges (working hours) of the bins that have one: 0.5 h, then four bins to a doubling, up to 2,048 h. Neighbours
 * differ by 2^(1/4) = 1.19. Inside a bin the hazard is taken as constant per log-hour: of a lognormal with sigma 0.6 the
 * median is then off by at most 0.5% and P99.9 by 0.2%, with sigma 0.2, narrower than any prior, by 1.5% and 0.5%. An
 * edge belongs to the bin above it.
 */
export const binEdges: Float64Array = Float64Array.from(
  { length: DOUBLINGS * BINS_PER_DOUBLING + 1 },
  (_, index) => NO_DWELL_HOURS * 2 ** (index / BINS_PER_DOUBLING),
);

/** Log-hours of each edge, and their distance. */
export const logEdges: Float64Array = binEdges.map(Math.log);
export const LOG_BIN = Math.LN2 / BINS_PER_DOUBLING;

/** Bins with an upper edge: the first below half an hour, the last up to 2,048 h. */
export const CLOSED_BINS = binEdges.length;

/** All bins: the closed ones and, as the last, everything from 2,048 h on. */
export const BINS = CLOSED_BINS + 1;

/** The bin (0 .. BINS - 1) of a dwell in working hours. Throws RangeError for what is not a duration. */
export function binOf(hours: number): number {
  if (!(hours >= 0)) throw new RangeError(`${hours} is not a dwell`);
  return closedBins(hours);
}

/** How many bins end at or before `hours`: what a parcel that has stayed so long has outlasted. */
export function closedBins(hours: number): number {
  if (!(hours >= NO_DWELL_HOURS)) return 0;
  const guess = Math.floor(Math.log2(hours / NO_DWELL_HOURS) * BINS_PER_DOUBLING) + 1;
  const bin = Math.min(guess, CLOSED_BINS);
  // The logarithm may round across an edge.
  if (hours < edge(bin - 1)) return bin - 1;
  return bin < CLOSED_BINS && hours >= edge(bin) ? bin + 1 : bin;
}

function edge(index: number): number {
  return binEdges[index] ?? Infinity;
}
