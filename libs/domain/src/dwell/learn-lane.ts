import { learnedWeekdays } from '../calendar/learned-weekdays.ts';
import { DEFAULT_MODE, isRest, priorDwell, stageOf } from '../chain.ts';
import type { Dwell, TimedStage, TransportMode } from '../legs/leg.ts';
import { weekdayOf, type DwellCount } from './dwell-counts.ts';
import { priorDistribution, type DwellDistribution, type PriorWidth } from './dwell-distribution.ts';
import type { DwellKey } from './dwell-keys.ts';
import { shareBeforeTrouble } from './before-trouble.ts';
import { entryPace, type EntryPace } from './entry-pace.ts';
import { learnDwell } from './learn-dwell.ts';
import { placeKnown } from './shrink.ts';
import {
  addTally,
  effectiveObservations,
  emptyTally,
  tallyOf,
  type Cohorts,
  type DwellTally,
  type Watched,
} from './survival.ts';

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
  /** On which ISO weekdays the stage is worked, where that was learned of the lane, or of the provider on it. */
  readonly weekdays: readonly number[] | null;
  /** Of the lane's stage: how its parcels stay by the weekday on which they come. */
  readonly pace: EntryPace | null;
}

/**
 * Learns all distributions of one lane from its counts: of the lane, of each provider on it, of each route, each leaning on the
 * one before.
 * @param mode the lane's, for its priors; null where it is not known
 * @param width of its priors, by what was learned elsewhere
 * @param cohortsOf what the refresh sees of each day's parcels, by the calendar of the stage, with the weekdays learned if any were
 */
export function learnLane(
  counted: readonly StageCounts[],
  mode: TransportMode | null,
  width: PriorWidth,
  cohortsOf: (stage: TimedStage, weekdays: readonly number[] | null) => Cohorts,
): LearnedDwell[] {
  const byStage = [...Map.groupBy(counted, ({ stage }) => stage)].map(([stage, ofStage]) => {
    const keyed = ofStage.map((one) => ({ ...one, ended: endedOn(one.counts) }));
    return { stage, keyed, weekdays: weekdaysOf(keyed) };
  });
  const weekdaysIn = new Map(byStage.map(({ stage, weekdays }) => [stage, weekdays]));
  return byStage.flatMap(({ stage, keyed, weekdays }) => {
    const prior = priorDwell(stage, mode ?? DEFAULT_MODE);
    const cohorts = cohortsOf(stage, weekdaysIn.get(stageOf(stage)) ?? null);
    const learn = (watched: Watched, troubledCount: number): LearnedDwell[] =>
      learnStage(stage, keyed, weekdays, prior, width, cohorts, watched, troubledCount);
    const counts = countsOf(keyed);
    const untold = shareBeforeTrouble(counts);
    const present = learn('all', untold);
    // No alarm is measured by the rest of a stage, and it never lies ahead.
    if (isRest(stage)) return present;
    const all = untold === 1 ? present : learn('all', 1);
    // The same keys in the same order: how long all stay goes with how long the untroubled do.
    return learn('untroubled', 1).map((learned, nth) => ({
      ...learned,
      dwell: learned.dwell.among(all[nth]?.dwell ?? learned.dwell, present[nth]?.dwell ?? learned.dwell),
      pace: learned.provider === null ? entryPace(counts, cohorts, learned.dwell) : null,
    }));
  });
}

/** The counts of a key, and how many of its stays ended on each weekday. */
interface Keyed extends StageCounts {
  readonly ended: readonly number[];
}

function learnStage(
  stage: TimedStage,
  keyed: readonly Keyed[],
  weekdays: readonly number[] | null,
  prior: Dwell,
  width: PriorWidth,
  cohorts: Cohorts,
  watched: Watched,
  troubledCount: number,
): LearnedDwell[] {
  // A day's parcels may be on one flight of a route's; on the lane others fly as well.
  const worth = stageOf(stage) === 'trunk_line' ? 'together' : 'parcels';
  const tallied = keyed.map((one) => ({
    ...one,
    tally: tallyOf(one.counts, cohorts, watched, troubledCount),
  }));
  const ofLane = sumOf(tallied, cohorts);
  // As soon as the lane's pace is known, that places differ in theirs makes nothing uncertain.
  const known = placeKnown(effectiveObservations(ofLane));
  const places = width.places * Math.sqrt(1 - known);
  const lane = learnDwell('lane', ofLane, priorDistribution(prior, { ...width, places }));
  const learned: LearnedDwell[] = [{ stage, provider: null, route: null, dwell: lane, weekdays, pace: null }];
  for (const [provider, ofProvider] of Map.groupBy(tallied, ({ key }) => key.provider)) {
    const dwell = learnDwell('provider_lane', sumOf(ofProvider, cohorts), lane, worth);
    learned.push({ stage, provider, route: null, dwell, weekdays: weekdaysOf(ofProvider), pace: null });
    for (const [route, ofRoute] of Map.groupBy(ofProvider, ({ key }) => key.route)) {
      if (route === '') continue;
      const ofRouteAlone = learnDwell('route', sumOf(ofRoute, cohorts), dwell, worth);
      learned.push({ stage, provider, route, dwell: ofRouteAlone, weekdays: null, pace: null });
    }
  }
  return learned;
}

function countsOf(keyed: readonly Keyed[]): DwellCount[] {
  const all: DwellCount[] = [];
  for (const { counts } of keyed) for (const count of counts) all.push(count);
  return all;
}

/** How many stays ended on each ISO weekday, Monday first, where that was counted. */
function endedOn(counts: readonly DwellCount[]): readonly number[] {
  const ended = [0, 0, 0, 0, 0, 0, 0];
  for (const { cell, n } of counts) {
    const weekday = weekdayOf(cell);
    if (weekday !== null) ended[weekday - 1] = (ended[weekday - 1] ?? 0) + n;
  }
  return ended;
}

function weekdaysOf(keyed: readonly Keyed[]): readonly number[] | null {
  const sum = [0, 0, 0, 0, 0, 0, 0];
  for (const { ended } of keyed) for (const [nth, n] of ended.entries()) sum[nth] = (sum[nth] ?? 0) + n;
  return learnedWeekdays(sum);
}

function sumOf(tallied: readonly { tally: DwellTally }[], cohorts: Cohorts): DwellTally {
  const [only] = tallied;
  if (tallied.length === 1 && only !== undefined) return only.tally;
  const sum = emptyTally(cohorts.halfLifeDays);
  for (const { tally } of tallied) addTally(sum, tally);
  return sum;
}
