import { CLOSED_BINS, logEdges } from './dwell-bins.ts';
import { hazardAtLog, type HazardCurve } from './hazard-curve.ts';
import type { BinnedHazards } from './tail.ts';

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
export function shrinkTowards(parent: HazardCurve, own: OwnHazards): BinnedHazards {
  const shift = shiftTowards(parent, own);
  const left = new Float64Array(CLOSED_BINS);
  const atRisk = new Float64Array(CLOSED_BINS);
  const shares = new Float64Array(CLOSED_BINS);
  let share = 1;
  let before = 0;
  for (let bin = 0; bin < CLOSED_BINS; bin++) {
    const hazard = movedHazard(parent, bin, shift);
    const borrowed = PARENT_PARCELS * Math.exp(-before);
    const gone = (own.left[bin] ?? 0) + borrowed * -Math.expm1(before - hazard);
    const watched = (own.atRisk[bin] ?? 0) + borrowed;
    left[bin] = gone;
    atRisk[bin] = watched;
    share *= 1 - gone / watched;
    shares[bin] = share;
    before = hazard;
  }
  return { left, atRisk, shares };
}

/** Hazards of a level's own parcels, as if each counted alike, and how many dwells of theirs were seen to their end. */
export interface OwnHazards extends BinnedHazards {
  readonly observations: number;
}

/** By how much longer (log-hours) a level's parcels stay than its parent's, as far as so few of them tell. */
export function shiftTowards(parent: HazardCurve, own: OwnHazards): number {
  const stayed = own.observations * (own.shares[0] ?? 1);
  return (paceOf(parent, own) * stayed) / (stayed + PARENT_PLACE);
}

/** The parent's cumulative hazard at a bin's edge, when all that stay at all take `shift` longer (log-hours). */
function movedHazard(parent: HazardCurve, bin: number, shift: number): number {
  const passedOver = parent[0] ?? 0;
  if (bin === 0) return passedOver;
  return Math.max(passedOver, hazardAtLog(parent, (logEdges[bin] ?? 0) - shift));
}

/** How far (log-hours) a parent's curve has to be moved to let as many of the level's parcels go as have left. */
function paceOf(parent: HazardCurve, { left, atRisk, shares }: BinnedHazards): number {
  const beyond = shares.findIndex((share) => share < COMPARED_LEAST * (shares[0] ?? 1));
  const bins = beyond < 0 ? CLOSED_BINS : beyond + 1;
  let seen = 0;
  for (let bin = 1; bin < bins; bin++) seen += left[bin] ?? 0;
  let low = -MAX_SHIFT;
  let high = MAX_SHIFT;
  for (let step = 0; step < SHIFT_STEPS; step++) {
    const shift = (low + high) / 2;
    let expected = 0;
    let before = parent[0] ?? 0;
    for (let bin = 1; bin < bins; bin++) {
      const hazard = movedHazard(parent, bin, shift);
      expected += (atRisk[bin] ?? 0) * (hazard - before);
      before = hazard;
    }
    if (expected > seen) low = shift;
    else high = shift;
  }
  return (low + high) / 2;
}
