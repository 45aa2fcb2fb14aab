import type { Instant } from '../calendar/working-hours.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { remainingRoad } from './remaining-road.ts';
import { arrivalDistribution } from './transit-distribution.ts';

/** When a parcel will be delivered: 80% arrive between `p10` and `p90`. */
export interface Estimate {
  readonly p10: Instant;
  readonly p50: Instant;
  readonly p90: Instant;
  /** P(delivered after the promise), 0..1; null without a promise. */
  readonly pLate: number | null;
  readonly basis: 'prior';
}

/**
 * The estimate of a parcel's delivery at `now`, from its remaining legs and waits and the time already spent in the
 * present one. null once nothing is left to estimate: delivered, coming back, refused, rejected by customs, lost,
 * destroyed, or cancelled before it moved.
 */
export function estimateDelivery(view: ParcelView, now: Instant): Estimate | null {
  const { facts, state } = view;
  if (state.outcome !== 'under_way' || state.status === 'cancelled') return null;
  const arrival = arrivalDistribution(remainingRoad(view, now), facts.mode, now);
  return {
    p10: arrival.quantile(0.1),
    p50: arrival.quantile(0.5),
    p90: arrival.quantile(0.9),
    pLate: facts.promisedAt === null ? null : arrival.after(facts.promisedAt),
    basis: 'prior',
  };
}
