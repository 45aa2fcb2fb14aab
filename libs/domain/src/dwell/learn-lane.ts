import { DEFAULT_MODE, isRest, priorDwell } from '../chain.ts';
import type { TimedStage, TransportMode } from '../legs/leg.ts';
import type { DwellCount } from './dwell-counts.ts';
import { priorDistribution, type DwellDistribution } from './dwell-distribution.ts';
import type { DwellKey } from './dwell-keys.ts';
import { learnDwell } from './learn-dwell.ts';
import { addTally, emptyTally, tallyOf, type Cohorts, type DwellTally, type Watched } from './survival.ts';

/** Counts of the stays of one key in one stage. */
export interface StageCounts {
  readonly key: DwellKey;
  readonly stage: TimedStage;
  readonly counts: readonly DwellCount[];
}

/** What was learned: of a route (`provider` and `route`), of a provider on the lane (no `route`), or of the lane (neither). */
export interface LearnedDwell {
  readonly stage: TimedStage;
  readonly provider: string | null;
  readonly route: string | null;
  readonly dwell: DwellDistribution;
}

/**
 * Learns all distributions of one lane from its counts: of the lane, of each provider on it, of each route, each leaning on the
 * one before.
 * @param mode the lane's, for its priors; null where it is not known
 * @param cohortsOf what the refresh sees of each day's parcels, by the calendar of the stage
 */
export function learnLane(
  counted: readonly StageCounts[],
  mode: TransportMode | null,
  cohortsOf: (stage: TimedStage) => Cohorts,
): LearnedDwell[] {
  return [...Map.groupBy(counted, ({ stage }) => stage)].flatMap(([stage, ofStage]) => {
    const prior = priorDistribution(priorDwell(stage, mode ?? DEFAULT_MODE));
    const cohorts = cohortsOf(stage);
    const all = learnStage(stage, ofStage, prior, cohorts, 'all');
    // No alarm is measured by the rest of a stage.
    if (isRest(stage)) return all;
    // The same keys in the same order: how long all stay goes with how long the untroubled do.
    return learnStage(stage, ofStage, prior, cohorts, 'untroubled').map((learned, nth) => ({
      ...learned,
      dwell: learned.dwell.among(all[nth]?.dwell ?? prior),
    }));
  });
}

function learnStage(
  stage: TimedStage,
  counted: readonly StageCounts[],
  prior: DwellDistribution,
  cohorts: Cohorts,
  watched: Watched,
): LearnedDwell[] {
  const tallied = counted.map(({ key, counts }) => ({ key, tally: tallyOf(counts, cohorts, watched) }));
  const lane = learnDwell('lane', sumOf(tallied, cohorts), prior);
  const learned: LearnedDwell[] = [{ stage, provider: null, route: null, dwell: lane }];
  for (const [provider, ofProvider] of Map.groupBy(tallied, ({ key }) => key.provider)) {
    const dwell = learnDwell('provider_lane', sumOf(ofProvider, cohorts), lane);
    learned.push({ stage, provider, route: null, dwell });
    for (const [route, ofRoute] of Map.groupBy(ofProvider, ({ key }) => key.route)) {
      if (route === '') continue;
      learned.push({ stage, provider, route, dwell: learnDwell('route', sumOf(ofRoute, cohorts), dwell) });
    }
  }
  return learned;
}

function sumOf(tallied: readonly { tally: DwellTally }[], cohorts: Cohorts): DwellTally {
  const [only] = tallied;
  if (tallied.length === 1 && only !== undefined) return only.tally;
  const sum = emptyTally(cohorts.halfLifeDays);
  for (const { tally } of tallied) addTally(sum, tally);
  return sum;
}
