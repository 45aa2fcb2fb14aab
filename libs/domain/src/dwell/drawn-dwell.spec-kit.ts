import { DAY_MS, HOUR_MS } from '../calendar/instant.ts';
import { countChanges, type DwellCount, type Stay } from './dwell-counts.ts';
import { cohortsUpTo, tallyOf, type DwellTally } from './survival.ts';

/** Uniform draws within 0..1 from a fixed seed (the generator of Lehmer, Park and Miller). */
export function uniformDraws(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Standard normal draws (Box and Muller). */
export function normalDraws(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A stay that begins at an hour since the epoch and would last so many hours, as it is known at another hour. */
export function stayAt(enteredHour: number, hours: number, nowHour: number): Stay {
  const enteredAt = enteredHour * HOUR_MS;
  return enteredHour + hours < nowHour ? { enteredAt, end: 'left', hours } : { enteredAt, end: 'open' };
}

/** Counts of stays that nothing was known of before. */
export function countsOf(stays: readonly Stay[]): DwellCount[] {
  return stays.flatMap((stay) => countChanges(null, stay));
}

/** The tally of stays seen at the end of a day, when nothing keeps scans back and every hour is worked. */
export function tallyOnDay(stays: readonly Stay[], today: number, halfLifeDays?: number): DwellTally {
  const elapsed = (day: number) => ((today - day) * DAY_MS) / HOUR_MS;
  return tallyOf(countsOf(stays), cohortsUpTo(today, 365, elapsed, halfLifeDays), 'all');
}

/** The tally of dwells that were all seen to their end long ago, each counted alike. */
export function tallyOfHours(hours: readonly number[]): DwellTally {
  return tallyOf(
    countsOf(hours.map((each) => ({ enteredAt: 0, end: 'left', hours: each }))),
    cohortsUpTo(0, 1, () => Infinity),
    'all',
  );
}
