import { everyDay } from './working-calendar.ts';

/** Stays that have to have ended before their weekdays tell when nobody works. */
const LEAST_ENDED = 60;
/** Of an even share, how much makes a working day: scans are late, and local times are read wrongly. */
const LEAST_SHARE = 0.2;

/**
 * The ISO weekdays on which a stage is worked, by how many of its stays have ended on each (Monday first, weighted or not); null while
 * too few have. Of 60 stays nine end on each of seven days: that under two do by chance is once in a thousand times.
 */
export function learnedWeekdays(ended: readonly number[]): readonly number[] | null {
  const total = ended.reduce((sum, count) => sum + count, 0);
  if (total < LEAST_ENDED) return null;
  return everyDay.weekdays.filter(
    (weekday) => (ended[weekday - 1] ?? 0) >= (LEAST_SHARE * total) / everyDay.weekdays.length,
  );
}
