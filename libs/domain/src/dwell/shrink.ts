import { CLOSED_BINS, LOG_BIN } from './dwell-bins.ts';
import { hazardAtEdge, type HazardCurve } from './hazard-curve.ts';
import type { BinnedHazards } from './burr-tail.ts';

/** Parcels of its own that a parent is worth. */
export const PARENT_PARCELS = 30;

/** Dwells seen to their end that a parent's place in time is worth. */
export const PARENT_PLACE = 10;

/** The parent is compared up to where so small a share of the level's own is left: beyond it stoppages tell. */
const COMPARED_LEAST = 0.1;

const MAX_SHIFT = 3;
const SHIFT_STEPS = 20;

/**
 * A level's hazards shrunk towards its parent's. The first bin is no dwell at all, of parcels that were cleared before they came
 * or passed the stage over: how many there are says nothing of how long the others stay.
 *
 * First the parent's curve is moved along log-hours (accelerated failure time), because the routes of a lane differ in
 * pace far more than in form: to where it would have let as many go as have left, the one-sample log-rank equation, but
 * only n / (n + 10) of the way with n dwells seen. Without this a route twice as fast as its lane would have its lane's
 * slow tail. Then each bin's hazard is the mean of the level's own and the moved parent's, the latter weighted with what
 * is left in the bin of 30 parcels that dwell as the parent says: the posterior mean of a Beta prior of each discrete
 * hazard (Hjort, Ann. Stat. 18, 1990) whose strength falls with the parent's survival, which makes it a Dirichlet
 * process (Susarla and Van Ryzin, JASA 71, 1976). A prior that is as strong in every bin would drown the counts of the
 * tail: P99.9 of 1,000 parcels below a wrong prior was off by 0.44 in its logarithm, and is by 0.16.
 *
 * Of 3, 10, 30, 100 and 2, 5, 10 these two did best over all for routes whose paces differ by 20% to 40% and spreads by 15%:
 * with 30 parcels of its own a route's log P99.9 is off by 0.4, its lane's from it by 0.75.
 */
export function shrinkTowards(parent: HazardCurve, own: OwnHazards): ShrunkHazards {
  const moved = movedBy(shiftTowards(parent, own));
  const left = new Float64Array(CLOSED_BINS);
  const atRisk = new Float64Array(CLOSED_BINS);
  const shares = new Float64Array(CLOSED_BINS);
  let stay = 1;
  let share = 1;
  let borrowed = PARENT_PARCELS;
  for (let bin = 0; bin < CLOSED_BINS; bin++) {
    const outlasting = PARENT_PARCELS * Math.exp(-movedHazard(parent, bin, moved));
    const gone = (own.left[bin] ?? 0) * own.scale + (borrowed - outlasting);
    const watched = (own.atRisk[bin] ?? 0) * own.scale + borrowed;
    left[bin] = gone;
    atRisk[bin] = watched;
    if (bin === 0) stay = 1 - gone / watched;
    else share *= 1 - gone / watched;
    shares[bin] = share;
    borrowed = outlasting;
  }
  return { left, atRisk, shares, stay };
}

/**
 * Hazards of a level's own parcels, how many dwells of theirs were seen to their end, and how often each of the weights counts
 * for them to weigh as much as that.
 */
export interface OwnHazards extends BinnedHazards {
  readonly observations: number;
  readonly scale: number;
}

/** Hazards of a level and its parent together: the shares are of those that stay at all, which are so many of all. */
export interface ShrunkHazards extends BinnedHazards {
  readonly stay: number;
}

/** By how much longer (log-hours) a level's parcels stay than its parent's, as far as so few of them tell. */
export function shiftTowards(parent: HazardCurve, own: OwnHazards): number {
  return paceOf(parent, own) * placeKnown(own.observations * (own.shares[0] ?? 1));
}

/** How far so many dwells seen to their end tell where a level lies in time, 0 to 1. */
export function placeKnown(observations: number): number {
  return observations / (observations + PARENT_PLACE);
}

/** A shift of a curve in bins: so many whole ones, and a part of one more. */
interface Move {
  readonly bins: number;
  readonly part: number;
}

/** As edges are evenly spaced, all edges of a curve that moves come to lie at the same place between two. */
function movedBy(shift: number): Move {
  const bins = Math.floor(shift / LOG_BIN);
  return { bins, part: shift / LOG_BIN - bins };
}

/** The parent's cumulative hazard at a bin's edge, when all that stay at all take so much longer. */
function movedHazard(parent: HazardCurve, bin: number, { bins, part }: Move): number {
  if (bin === 0) return parent[0] ?? 0;
  return (1 - part) * hazardAtEdge(parent, bin - bins) + part * hazardAtEdge(parent, bin - bins - 1);
}

const MAX_BINS = Math.ceil(MAX_SHIFT / LOG_BIN) + 1;

/** How many are let go by whole bins of shift; written anew by each search. */
const letGo = new Float64Array(2 * MAX_BINS + 1);

/**
 * How far (log-hours) a parent's curve has to be moved to let as many of the level's parcels go as have left. How many it lets go
 * is linear between shifts by whole bins, so that few of these have to be added up.
 */
function paceOf(parent: HazardCurve, { left, atRisk, shares }: BinnedHazards): number {
  const least = COMPARED_LEAST * (shares[0] ?? 1);
  let bins = 1;
  let seen = 0;
  for (; bins < CLOSED_BINS && !((shares[bins - 1] ?? 0) < least); bins++) seen += left[bins] ?? 0;
  letGo.fill(-1);
  let low = -MAX_SHIFT;
  let high = MAX_SHIFT;
  for (let step = 0; step < SHIFT_STEPS; step++) {
    const shift = (low + high) / 2;
    const { bins: whole, part } = movedBy(shift);
    const expected =
      (1 - part) * letGoAfter(parent, atRisk, bins, whole) +
      part * letGoAfter(parent, atRisk, bins, whole + 1);
    if (expected > seen) low = shift;
    else high = shift;
  }
  return (low + high) / 2;
}

/** How many of those at risk in the first bins a parent's curve lets go that has been moved by whole bins. */
function letGoAfter(parent: HazardCurve, atRisk: Float64Array, bins: number, moved: number): number {
  const known = letGo[moved + MAX_BINS] ?? -1;
  if (known >= 0) return known;
  let sum = 0;
  let before = parent[0] ?? 0;
  for (let bin = 1; bin < bins; bin++) {
    const hazard = hazardAtEdge(parent, bin - moved);
    sum += (atRisk[bin] ?? 0) * (hazard - before);
    before = hazard;
  }
  letGo[moved + MAX_BINS] = sum;
  return sum;
}
