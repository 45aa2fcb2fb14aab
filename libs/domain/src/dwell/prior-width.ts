import { DEFAULT_MODE, isFinalPhase, isRest, priorDwell } from '../chain.ts';
import { lognormalOf } from '../estimate/lognormal.ts';
import { NO_DWELL_HOURS } from './dwell-bins.ts';
import { unknownWidth, type PriorWidth } from './dwell-distribution.ts';
import { laneFactsOf } from './dwell-keys.ts';
import { OBSERVATIONS_TO_COUNT } from './learn-dwell.ts';
import type { LearnedDwell } from './learn-lane.ts';

/** How far what was learned lies from the priors, added up over stages of lanes. */
export interface Departures {
  readonly stages: number;
  /** Logarithms of how many times as wide as its prior each is. */
  readonly logSpreads: number;
  /** By how much longer (log-hours) each median is than its prior's. */
  readonly places: number;
  /** Squares of the same. */
  readonly squaredPlaces: number;
}

export const noDepartures: Departures = { stages: 0, logSpreads: 0, places: 0, squaredPlaces: 0 };

/** Those of several lanes together. */
export const sumOfDepartures = (all: readonly Departures[]): Departures =>
  all.reduce(
    (sum, one) => ({
      stages: sum.stages + one.stages,
      logSpreads: sum.logSpreads + one.logSpreads,
      places: sum.places + one.places,
      squaredPlaces: sum.squaredPlaces + one.squaredPlaces,
    }),
    noDepartures,
  );

/** Stages of lanes that what is written in the chain counts as much as. */
const WRITTEN_WORTH = 5;
/**
 * A stage whose median lies further (log-hours) from its prior's is not faster or slower, it is told of otherwise, by no scan of its end, say;
 * one that is so much narrower or wider goes by a timetable, or nobody knows what it goes by. Neither tells of other stages.
 */
const MOST_DEPARTURE = 1;
/** 90% point of the standard normal distribution. */
const Z_90 = 1.2815515655446004;

/** What one lane adds: of each stage that enough of its parcels have passed, those of them that stayed at all. */
export function departuresOf(lane: string, learned: readonly LearnedDwell[]): Departures {
  const { mode } = laneFactsOf(lane);
  let [stages, logSpreads, places, squaredPlaces] = [0, 0, 0, 0];
  for (const { stage, provider, dwell } of learned) {
    const { level, observations } = dwell.origin;
    if (provider !== null || isRest(stage) || isFinalPhase(stage)) continue;
    if (level !== 'lane' || observations < OBSERVATIONS_TO_COUNT) continue;
    const { mu, sigma } = lognormalOf(priorDwell(stage, mode ?? DEFAULT_MODE));
    const half = Math.log(dwell.conditionalQuantile(0.5, NO_DWELL_HOURS));
    const most = Math.log(dwell.conditionalQuantile(0.9, NO_DWELL_HOURS));
    const logSpread = Math.log((most - half) / (Z_90 * sigma));
    const place = half - mu;
    if (Math.abs(place) > MOST_DEPARTURE || Math.abs(logSpread) > MOST_DEPARTURE) continue;
    stages++;
    logSpreads += logSpread;
    places += place;
    squaredPlaces += place ** 2;
  }
  return { stages, logSpreads, places, squaredPlaces };
}

/**
 * How wide the priors of a merchant's lanes are by what was learned of his other stages and lanes (empirical Bayes): a lane by sea
 * delivers nobody for weeks, and by then those by air have told how far what is written in the chain is to be trusted.
 */
export function priorWidth({ stages, logSpreads, places, squaredPlaces }: Departures): PriorWidth {
  const worth = stages + WRITTEN_WORTH;
  const pace = places / worth;
  const meanSquare = (squaredPlaces + WRITTEN_WORTH * unknownWidth.places ** 2) / worth;
  return { pace, spread: Math.exp(logSpreads / worth), places: Math.sqrt(meanSquare - pace ** 2) };
}
