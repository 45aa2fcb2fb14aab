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
  const byWeekday: DwellCount[][] = [[], [], [], [], [], [], []];
  for (const count of counts) byWeekday[isoWeekday(count.day) - 1]?.push(count);
  return byWeekday.map((ofWeekday) => {
    const own = scaledHazards(tallyOf(ofWeekday, cohorts, 'untroubled'));
    return own === null ? 0 : Math.round(100 * shiftTowards(dwell.curve, own)) / 100;
  });
}
