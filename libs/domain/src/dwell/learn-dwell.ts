import { DwellDistribution, type DwellLevel, type DwellOrigin } from './dwell-distribution.ts';
import { medianHours } from './hazard-curve.ts';
import { PARENT_PARCELS, shrinkTowards, type OwnHazards } from './shrink.ts';
import { stoppageStart } from './stoppage.ts';
import {
  effectiveTogether,
  effectiveObservations,
  leftWeight,
  productLimit,
  type DwellTally,
} from './survival.ts';
import { partTail } from './tail.ts';

/** Effective observations from which on a level gives its name to what was learned. */
export const OBSERVATIONS_TO_COUNT = 30;

/**
 * The dwell of one level and stage, from its own tally and the distribution of the level above: route from provider
 * and lane, that from lane, that from prior. Learn parents first. A level with fewer than 30 effective observations
 * moves its parent's distribution a little, but keeps its name: no threshold is called the route's on the word of a few
 * parcels. (A parent holds its children's parcels too; the little that is thereby counted twice is not taken out.)
 * @param worth `together` where a day's parcels may travel as one: a hundred on one flight tell of one flight
 */
export function learnDwell(
  level: Exclude<DwellLevel, 'prior'>,
  tally: DwellTally,
  parent: DwellDistribution,
  worth: Worth = 'parcels',
): DwellDistribution {
  const own = scaledHazards(tally, worth);
  if (own === null) return parent;
  const shrunk = shrinkTowards(parent.curve, own);
  const stoppedFrom = stoppageStart(medianHours(shrunk.shares));
  const { healthy, stoppage } = partTail(shrunk, stoppedFrom, own.observations + PARENT_PARCELS);
  return new DwellDistribution(originOf(level, tally, parent), healthy, stoppage);
}

/** What a tally says by itself; null where no parcel has been watched. */
export function scaledHazards(tally: DwellTally, worth: Worth = 'parcels'): OwnHazards | null {
  if (!((tally.atRisk[0] ?? 0) > 0)) return null;
  const observations = worth === 'parcels' ? effectiveObservations(tally) : effectiveTogether(tally);
  // Parcels of which none has left yet tell that the dwell is long.
  const scale = observations > 0 ? observations / leftWeight(tally) : 1;
  return { observations, scale, left: tally.left, atRisk: tally.atRisk, shares: productLimit(tally) };
}

/** What each of the observations stands for. */
export type Worth = 'parcels' | 'together';

const originOf = (level: DwellLevel, tally: DwellTally, parent: DwellDistribution): DwellOrigin => {
  const observations = effectiveObservations(tally);
  if (observations < OBSERVATIONS_TO_COUNT) return parent.origin;
  return { level, observations, halfLifeDays: tally.halfLifeDays };
};
