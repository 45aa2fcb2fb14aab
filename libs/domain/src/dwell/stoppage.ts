import { CLOSED_BINS, logEdges } from './dwell-bins.ts';
import type { HazardCurve } from './hazard-curve.ts';

/**
 * The parcels of a stage that something stopped: a share of all, whose dwell is Pareto with exponent 1/2 from a start of
 * four times the median on. Half of them last longer than 4 times that start, an eighth longer than 64 times: it stands for
 * stoppages of 3 to 30 times the dwell as well as for parcels that never turn up again, and claims to know neither.
 */
export interface Stoppage {
  readonly share: number;
  readonly startHours: number;
}

const EXPONENT = 0.5;
const START_IN_MEDIANS = 4;

/** Where stoppages begin to tell, given the median dwell in hours. */
export function stoppageStart(medianHours: number): number {
  return START_IN_MEDIANS * medianHours;
}

/** What is left at each edge of what began at an hour. */
const decays: Float64Array = logEdges.map((logHours) => Math.exp(-EXPONENT * logHours));

/** Share of stopped parcels that outlast each edge, given the start. */
export function stoppedAtEdges(startHours: number): Float64Array {
  const fromStart = Math.exp(EXPONENT * Math.log(startHours));
  const shares = new Float64Array(CLOSED_BINS);
  for (let edge = 0; edge < CLOSED_BINS; edge++) shares[edge] = Math.min(1, fromStart * (decays[edge] ?? 0));
  return shares;
}

/** The curve of all parcels, from that of the healthy ones. */
export function withStoppages(healthy: HazardCurve, { share, startHours }: Stoppage): HazardCurve {
  if (share === 0) return healthy;
  const all = stoppedAtEdges(startHours);
  for (let edge = 0; edge < CLOSED_BINS; edge++) {
    const outlasting = (1 - share) * Math.exp(-(healthy[edge] ?? 0)) + share * (all[edge] ?? 0);
    all[edge] = Math.max(0, -Math.log(outlasting));
  }
  return all;
}
