import { isoWeekday } from '../calendar/working-days.ts';
import type { DwellCount } from './dwell-counts.ts';
import type { DwellDistribution } from './dwell-distribution.ts';
import { scaledHazards } from './learn-dwell.ts';
import { shiftTowards } from './shrink.ts';
import { tallyOf, type Cohorts } from './survival.ts';

/** By how much longer (log-hours) those stay in a stage that come to it on each weekday, Monday first, than all do. */
export type EntryPace = readonly number[];

/**
 * What comes to a stage at the weekend waits for Monday even where nobody closes: the curve of all, moved to where it lets as many
 * of a weekday's parcels go as have left, which few parcels move little.
 * @param counts of the whole stage; days are told apart by the UTC weekday of entry
 */
export function entryPace(
  counts: readonly DwellCount[],
  cohorts: Cohorts,
  dwell: DwellDistribution,
): EntryPace {
  const byWeekday = Map.groupBy(counts, ({ day }) => isoWeekday(day));
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const tally = tallyOf(byWeekday.get(weekday) ?? [], cohorts, 'untroubled');
    const own = scaledHazards(tally);
    return own === null ? 0 : Math.round(100 * shiftTowards(dwell.curve, own)) / 100;
  });
}
