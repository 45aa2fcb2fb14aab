import type { Instant } from '../calendar/instant.ts';
import { stageOf } from '../chain.ts';
import type { Stage } from '../legs/leg.ts';
import { isHistory } from '../parcel/history.ts';
import { onceForView } from '../parcel/once-for-view.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { arrivalDistribution, type ArrivalDistribution } from './arrival-distribution.ts';
import { isHardlyLate, lateFrom, lateWhileWaiting } from './late-from.ts';
import { remainingRoad, type RemainingRoad } from './remaining-road.ts';
import { roadSums } from './road-sums.ts';

/** When a parcel will be delivered: 80% arrive between `p10` and `p90`. */
export interface Estimate {
  readonly p10: Instant;
  readonly p50: Instant;
  readonly p90: Instant;
  /** P(delivered after the promise), 0..1; null without a promise. */
  readonly pLate: number | null;
}

/**
 * The estimate of a parcel's delivery at `now`, from its remaining legs and waits and the time already spent in the
 * present one, as far as that has been heard: what happened a moment ago may not be told yet. null once nothing is left to
 * estimate: delivered, coming back, refused, rejected by customs, lost, destroyed, cancelled before it moved, or history.
 */
export function estimateDelivery(view: ParcelView, now: Instant): Estimate | null {
  if (!isExpected(view)) return null;
  const { promisedAt } = view.facts;
  const arrival = arrivalOf(view, now);
  return {
    p10: arrival.quantile(0.1),
    p50: arrival.quantile(0.5),
    p90: arrival.quantile(0.9),
    pLate: promisedAt === null ? null : arrival.after(promisedAt),
  };
}

/**
 * Whether the median of {@link estimateDelivery} at `now` lies more than `byMs` before or after an instant; false where nothing is left
 * to estimate. Costs a fraction of the estimate: two sums in place of some thirty.
 */
export function hasMedianMoved(view: ParcelView, now: Instant, from: Instant, byMs: number): boolean {
  if (!isExpected(view)) return false;
  const arrival = arrivalOf(view, now);
  return arrival.after(from + byMs) > 0.5 || arrival.after(from - byMs - 1) <= 0.5;
}

/**
 * Since when, without a further scan, P(late) is at least `p`; null without a promise, where nothing is expected, or where it is
 * later than `until`.
 */
export function likelyLateFrom(
  view: ParcelView,
  p: number,
  until: Instant = view.facts.promisedAt ?? Infinity,
): Instant | null {
  const { promisedAt: promised, registeredAt } = view.facts;
  if (promised === null || !isExpected(view)) return null;
  const { since } = remainingRoad(view, promised);
  const promise = { promised, p, until };
  // Nobody has picked it up: its whole way begins anew every instant.
  if (view.state.stretchSince === null) return lateWhileWaiting(sumsOf(view), since, promise, registeredAt);
  return lateFrom(sumsOf(view), since, promise);
}

/**
 * Whether a parcel that is not heard of until `at` will so probably be in time that it is not {@link likelyLateFrom} then or
 * before, or is without a promise. Nearly all are, and it costs a fraction; that it is not says nothing.
 */
export function isHardlyLateBy(view: ParcelView, p: number, at: Instant): boolean {
  const { promisedAt: promised } = view.facts;
  if (promised === null || !isExpected(view)) return true;
  const since = view.state.stretchSince === null ? null : remainingRoad(view, at).since;
  return isHardlyLate(sumsOf(view), since, { promised, p, until: at });
}

/** Whether it has moved is asked first, and then where it is. */
function arrivalOf(view: ParcelView, now: Instant): ArrivalDistribution {
  const known = arrivalsOf(view);
  const arrival = known.get(now) ?? arrivalAt(view, now);
  known.set(now, arrival);
  return arrival;
}

const arrivalsOf = onceForView((_view: ParcelView) => new Map<Instant, ArrivalDistribution>());

function arrivalAt(view: ParcelView, now: Instant): ArrivalDistribution {
  const road = remainingRoad(view, now);
  return arrivalDistribution(sumsOf(view), road.since, now, heardUntil(view, road, now));
}

const sumsOf = onceForView((view: ParcelView) =>
  roadSums(remainingRoad(view, view.facts.registeredAt), view),
);

/**
 * How long the end of a stage goes untold, in times of how late the slowest of the last few scans was told. That of a trunk line is told once, of
 * all that travel as one; the first scan at a depot is forgotten or vague more often than any (measured on a synthetic world: of the parcels
 * that seemed to wait for the last mile half were in it).
 */
const goesUntold: Readonly<Partial<Record<Stage, number>>> = { trunk_line: 1 / 3, awaiting_injection: 2 };

/** Until when silence says that the parcel has not gone on. That it has not been delivered by now is taken for granted. */
function heardUntil({ state }: ParcelView, { current, since }: RemainingRoad, now: Instant): Instant {
  const stage = stageOf(current);
  if (stage === 'last_mile') return now;
  return Math.min(now, Math.max(since, now - state.toldWithinMs * (goesUntold[stage] ?? 1)));
}

/** Whether a delivery is what is to come of a parcel, so that there is an estimate of it. */
export const isExpected = (view: ParcelView): boolean =>
  view.state.outcome === 'under_way' && view.state.status !== 'cancelled' && !isHistory(view);
