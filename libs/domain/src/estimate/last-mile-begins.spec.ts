import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR_MS } from '../calendar/instant.ts';
import { everyDay, type WorkingCalendar } from '../calendar/working-calendar.ts';
import { priorDistribution } from '../dwell/dwell-distribution.ts';
import { lastMileBegins } from './last-mile-begins.ts';
import type { RoadSums } from './road-sums.ts';
import { sumOf } from './stage-sums.ts';

const step = 2;
const dwell = priorDistribution({ p50Hours: 30, p95Hours: 100 });
const next = priorDistribution({ p50Hours: 12, p95Hours: 40 });

/** A road of two stages up to the last mile, the first of them by a calendar. */
const roadBy = (calendar: WorkingCalendar): RoadSums => ({
  step,
  dwell,
  calendar,
  between: sumOf([{ dwell: next, stretch: 1 }], step),
  through: sumOf(
    [
      { dwell, stretch: 1 },
      { dwell: next, stretch: 1 },
    ],
    step,
  ),
  last: sumOf([], step),
  clock: everyDay,
});

const monday = Date.UTC(2026, 2, 2);
const origin = monday / HOUR_MS / step;

/** P(begun) after each of so many steps, of a parcel in its stage for so long, of which that was heard until a while ago. */
const begunBy = (calendar: WorkingCalendar, spent: number, untold: number): number[] => {
  const since = monday - spent * HOUR_MS;
  const heardUntil = Math.max(since, monday - untold * HOUR_MS);
  const begun = lastMileBegins(roadBy(calendar), since, heardUntil, origin);
  return Array.from({ length: 60 }, (_, steps) => begun(steps));
};

describe('P(the last mile has begun)', () => {
  const spent = fc.integer({ min: 0, max: 25 * 60 }).map((minutes) => minutes / 60);
  const untold = fc.integer({ min: 0, max: 24 });

  it('is the same from the sum that all parcels of a road share as cell by cell', () => {
    // Within the reach of the stage, and after all that is asked for.
    const closedLater = { ...everyDay, closedDates: ['2026-03-08'] };
    fc.assert(
      fc.property(spent, untold, (hours, late) => {
        const shared = begunBy(everyDay, hours, late);
        const cellByCell = begunBy(closedLater, hours, late);
        for (const [steps, begun] of shared.entries()) expect(begun).toBeCloseTo(cellByCell[steps] ?? NaN, 5);
      }),
    );
  });

  it('grows to one', () => {
    fc.assert(
      fc.property(spent, untold, (hours, late) => {
        const begun = begunBy(everyDay, hours, late);
        for (const [steps, by] of begun.entries())
          expect(by).toBeGreaterThanOrEqual((begun[steps - 1] ?? 0) - 1e-12);
        expect(begun.at(-1)).toBeGreaterThan(0.9);
      }),
    );
  });

  it('stands still while the stage does not work', () => {
    const closedNow = { ...everyDay, closedDates: ['2026-03-02', '2026-03-03'] };
    const begun = begunBy(closedNow, 20, 0);
    expect(begun[24]).toBeLessThan(0.01);
    expect(begun[36]).toBeGreaterThan(0.2);
  });

  it('takes what is untold for gone by now', () => {
    const [told = NaN, untoldFor = NaN] = [0, 12].map((late) => begunBy(everyDay, 24, late)[6]);
    expect(untoldFor).toBeGreaterThan(told);
  });
});
