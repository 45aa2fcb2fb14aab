import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../calendar/instant.ts';
import { START } from '../parcel/story.spec-kit.ts';
import { countsOf } from './dwell-counts.ts';
import { priorDistribution } from './dwell-distribution.ts';
import { entryPace } from './entry-pace.ts';
import { learnDwell } from './learn-dwell.ts';
import { cohortsUpTo, tallyOf } from './survival.ts';

const days = 56;
const monday = START / DAY_MS;
const cohorts = cohortsUpTo(monday - 8, days, (day) => (monday - day - 1) * 24);

/** Parcels of eight weeks, so many a day, whose hours go by the weekday on which they come: 0 Monday .. 6 Sunday. */
const staying = (perDay: number, hoursOn: (weekday: number) => number) =>
  Array.from({ length: days * perDay }, (_, nth) => {
    const day = monday - 8 - (nth % days);
    const weekday = (day - monday + 7 * days) % 7;
    // Spread evenly by a factor of four about the middle.
    const spread = 2 ** (2 * (((nth * 7) % perDay) / perDay) - 1);
    return countsOf({
      enteredAt: day * DAY_MS + 12 * HOUR_MS,
      end: 'left',
      hours: hoursOn(weekday) * spread,
    });
  }).flat();

const paceOf = (counts: ReturnType<typeof staying>) => {
  const prior = priorDistribution({ p50Hours: 20, p95Hours: 60 });
  return entryPace(counts, cohorts, learnDwell('lane', tallyOf(counts, cohorts, 'untroubled'), prior));
};

describe('how long parcels stay by the weekday on which they come', () => {
  it('is the same where weekdays are alike', () => {
    for (const pace of paceOf(staying(20, () => 20))) expect(Math.abs(pace)).toBeLessThan(0.1);
  });

  it('is longer at weekends where they wait for Monday', () => {
    const pace = paceOf(staying(20, (weekday) => (weekday > 4 ? 40 : 20)));
    const [monday = 0, , , , friday = 0, saturday = 0, sunday = 0] = pace;
    for (const weekend of [saturday, sunday])
      for (const working of [monday, friday]) {
        expect(weekend - working).toBeGreaterThan(0.5);
        expect(weekend - working).toBeLessThan(0.9);
      }
  });

  it('is hardly known of a few', () => {
    for (const pace of paceOf(staying(1, (weekday) => (weekday > 4 ? 40 : 20)).slice(0, 6)))
      expect(Math.abs(pace)).toBeLessThan(0.2);
  });

  it('is that of all where nobody came', () => {
    expect(paceOf([])).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
