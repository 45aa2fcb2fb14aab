import type { Dwell } from '../legs/leg.ts';
import type { DwellDistribution, DwellOrigin } from './dwell-distribution.ts';

/** Stalls of healthy parcels, none of them but among the slowest of a stage, over their whole chain: 30 per 1,000 (ADR 20). */
export const ALARM_BUDGET = 0.03;

/** While only a prior is known, so many times its P95. */
export const FACTOR_ON_PRIOR_P95 = 1.2;

/** Nothing stalls sooner, in working hours. */
export const FLOOR_HOURS = 24;

/** After how many working hours a leg or wait counts as stalled, and why. */
export interface StallThreshold {
  readonly hours: number;
  /** Share of healthy parcels that leave before; null where only a prior is known, or the floor decides. */
  readonly quantile: number | null;
  readonly origin: DwellOrigin;
}

/**
 * The threshold of `leg_stalled` for a stage: the quantile of its healthy dwell that spends an equal share of the alarm
 * budget, as a parcel may be alarmed falsely once in each of the `stages` of its road; at least 24 hours. While
 * only the prior is known it is 1.2 times the prior's P95. Rounded to 1/100 h. Throws RangeError for a road without
 * stages or a budget that is not a share.
 */
export function learnedStallThreshold(
  dwell: DwellDistribution,
  prior: Dwell,
  stages: number,
  budget: number = ALARM_BUDGET,
): StallThreshold {
  if (!(stages >= 1)) throw new RangeError(`a road of ${stages} stages`);
  if (!(budget > 0 && budget < 1)) throw new RangeError(`${budget} is not an alarm budget`);
  const { origin } = dwell;
  if (origin.level === 'prior') return priorStallThreshold(prior);
  const quantile = 1 - budget / stages;
  const hours = dwell.healthyQuantile(quantile);
  if (hours <= FLOOR_HOURS) return { hours: FLOOR_HOURS, quantile: null, origin };
  return { hours: Math.round(hours * 100) / 100, quantile, origin };
}

/** The threshold where nothing has been learned: 1.2 times the prior's P95, at least 24 hours. */
export function priorStallThreshold({ p95Hours }: Dwell): StallThreshold {
  return {
    hours: Math.max(FLOOR_HOURS, Math.round(FACTOR_ON_PRIOR_P95 * p95Hours * 100) / 100),
    quantile: null,
    origin: { level: 'prior', observations: 0, halfLifeDays: null },
  };
}
