import { DwellDistribution, type DwellLevel } from './dwell-distribution.ts';
import { hoursAtHazard } from './hazard-curve.ts';
import { PARENT_PARCELS, shrinkTowards } from './shrink.ts';
import { stoppageStart } from './stoppage.ts';
import { effectiveObservations, leftWeight, productLimit, type DwellTally } from './survival.ts';
import { partTail } from './tail.ts';

/** Effective observations from which on a level gives its name to what was learned. */
export const OBSERVATIONS_TO_COUNT = 30;

/**
 * The dwell of one level and stage, from its own tally and the distribution of the level above: route from provider
 * and lane, that from lane, that from prior. Learn parents first. A level with fewer than 30 effective observations
 * moves its parent's distribution a little, but keeps its name: no threshold is called the route's on the word of a few
 * parcels. (A parent holds its children's parcels too; the little that is thereby counted twice is not taken out.)
 */
export function learnDwell(
  level: Exclude<DwellLevel, 'prior'>,
  tally: DwellTally,
  parent: DwellDistribution,
): DwellDistribution {
  const observations = effectiveObservations(tally);
  if (!((tally.atRisk[0] ?? 0) > 0)) return parent;
  // Parcels of which none has left yet tell that the dwell is long.
  const scale = observations > 0 ? observations / leftWeight(tally) : 1;
  const own = {
    left: tally.left.map((weight) => weight * scale),
    atRisk: tally.atRisk.map((weight) => weight * scale),
    shares: productLimit(tally),
  };
  const shrunk = shrinkTowards(parent.curve, own, observations);
  const medianHours = hoursAtHazard(
    shrunk.shares.map((share) => -Math.log(share)),
    Math.LN2 - Math.log(shrunk.shares[0] ?? 1),
  );
  const { healthy, stoppage } = partTail(shrunk, stoppageStart(medianHours), observations + PARENT_PARCELS);
  const origin =
    observations < OBSERVATIONS_TO_COUNT
      ? parent.origin
      : { level, observations, halfLifeDays: tally.halfLifeDays };
  return new DwellDistribution(origin, healthy, stoppage);
}
