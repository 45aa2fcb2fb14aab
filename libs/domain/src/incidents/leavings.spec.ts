import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../calendar/instant.ts';
import { leavingsOf, type StayChance } from './leavings.ts';

/** Half of those that are there leave within a day, however long they have been there. */
const halfADay: StayChance = (cameAt, at) => 0.5 ** (Math.max(0, at - cameAt) / DAY_MS);
const day = 20_000;
const at = (hours: number) => day * DAY_MS + hours * HOUR_MS;
const cohort = (entered: number, still: number) => ({ day, entered, still });

describe('how many leave a stage', () => {
  it('is what has gone of those that were there, against what should have', () => {
    expect(leavingsOf(cohort(100, 80), cohort(100, 30), at(48), at(72), halfADay)).toEqual({
      observed: 50,
      expected: expect.closeTo(40),
    });
  });

  it('counts those that have come since by the time that they have had', () => {
    const { observed, expected } = leavingsOf(cohort(0, 0), cohort(40, 35), at(0), at(6), halfADay);
    expect(observed).toBe(5);
    // Six hours for the first, none for the last.
    expect(expected).toBeGreaterThan(40 * (1 - 0.5 ** (3 / 24)) * 0.9);
    expect(expected).toBeLessThan(40 * (1 - 0.5 ** (3 / 24)) * 1.1);
  });

  it('is none that should have while nothing is heard', () => {
    expect(leavingsOf(cohort(100, 80), cohort(100, 80), at(48), at(48), halfADay)).toEqual({
      observed: 0,
      expected: 0,
    });
  });

  it('is taken back where a scan was', () => {
    expect(leavingsOf(cohort(100, 80), cohort(100, 82), at(48), at(54), halfADay).observed).toBe(-2);
  });

  it('is none where one that had come turns out to take no time', () => {
    expect(leavingsOf(cohort(10, 8), cohort(9, 7), at(6), at(9), halfADay).observed).toBe(0);
  });

  it('should never be more than there were', () => {
    const counts = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(
        counts,
        counts,
        counts,
        fc.integer({ min: 0, max: 200 }),
        counts,
        (a, b, c, from, hours) => {
          const before = cohort(a + b, b);
          const { expected } = leavingsOf(before, cohort(a + b + c, b), at(from), at(from + hours), halfADay);
          expect(expected).toBeGreaterThanOrEqual(0);
          expect(expected).toBeLessThanOrEqual(b + c + 1e-9);
        },
      ),
    );
  });
});
