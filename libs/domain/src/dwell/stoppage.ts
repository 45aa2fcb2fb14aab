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

/** Share of stopped parcels that outlast `logHours`, given the start in log-hours. */
export function stoppedSurvival(logHours: number, logStart: number): number {
  return logHours <= logStart ? 1 : Math.exp(-EXPONENT * (logHours - logStart));
}

/** The curve of all parcels, from that of the healthy ones. */
export function withStoppages(healthy: HazardCurve, { share, startHours }: Stoppage): HazardCurve {
  if (share === 0) return healthy;
  const logStart = Math.log(startHours);
  return healthy.map((hazard, edge) =>
    Math.max(
      0,
      -Math.log((1 - share) * Math.exp(-hazard) + share * stoppedSurvival(logEdges[edge] ?? 0, logStart)),
    ),
  );
}

/**
 * Share of healthy parcels that outlast each edge, from that of all; up to where none are left. Never rises.
 */
export function withoutStoppages(shares: Float64Array, { share, startHours }: Stoppage): Float64Array {
  const logStart = Math.log(startHours);
  const healthy = new Float64Array(CLOSED_BINS);
  let least = 1;
  for (let edge = 0; edge < CLOSED_BINS; edge++) {
    const stopped = share * stoppedSurvival(logEdges[edge] ?? 0, logStart);
    least = Math.min(least, Math.max(0, ((shares[edge] ?? 0) - stopped) / (1 - share)));
    healthy[edge] = least;
  }
  return healthy;
}
