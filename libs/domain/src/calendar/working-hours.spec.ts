import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everyDay } from './working-calendar.ts';
import { HOUR_MS } from './instant.ts';
import {
  afterWorkingHours,
  workingClockOf,
  workingHoursBetween,
  workingInstantsSince,
} from './working-hours.ts';

/** 2026-03-06 is a Friday. */
const friday = Date.UTC(2026, 2, 6, 12);
const mondayToFriday = { ...everyDay, weekdays: [1, 2, 3, 4, 5] };
const anyCalendar = fc.record({
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  closedDates: fc.subarray(['2026-03-05', '2026-03-06', '2026-03-09']),
  extraDates: fc.subarray(['2026-03-07', '2026-03-08']),
  utcOffsetMinutes: fc.constantFrom(-480, 0, 330, 480),
});

describe('working hours', () => {
  it('are all hours where every day is worked', () => {
    expect(workingHoursBetween(everyDay, friday, friday + 100 * HOUR_MS)).toBe(100);
  });

  it('stand still over a weekend', () => {
    const mondayNoon = friday + 72 * HOUR_MS;
    expect(workingHoursBetween(mondayToFriday, friday, mondayNoon)).toBe(24);
    expect(afterWorkingHours(mondayToFriday, friday, 24)).toBe(mondayNoon);
  });

  it('begin with the local day', () => {
    const inChina = { ...mondayToFriday, utcOffsetMinutes: 480 };
    expect(workingHoursBetween(inChina, friday, friday + 72 * HOUR_MS)).toBe(4 + 20);
  });

  it('leave out holidays and count make-up days', () => {
    const spring = { ...mondayToFriday, closedDates: ['2026-03-09'], extraDates: ['2026-03-07'] };
    expect(workingHoursBetween(spring, friday, friday + 96 * HOUR_MS)).toBe(12 + 24 + 12);
  });

  it('are none backwards', () => {
    expect(workingHoursBetween(everyDay, friday, friday - HOUR_MS)).toBe(0);
    expect(workingHoursBetween(mondayToFriday, friday, friday)).toBe(0);
  });

  it('find their end again', () => {
    fc.assert(
      fc.property(anyCalendar, fc.integer({ min: 1, max: 900 }), (calendar, hours) => {
        const end = afterWorkingHours(calendar, friday, hours);
        expect(workingHoursBetween(calendar, friday, end)).toBeCloseTo(hours, 9);
        expect(workingHoursBetween(calendar, friday, end - HOUR_MS)).toBeLessThan(hours);
      }),
    );
  });

  it('are the same where many are asked for from one start', () => {
    const rising = fc
      .array(fc.integer({ min: 0, max: 900 }), { minLength: 2 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(anyCalendar, rising, (calendar, hours) => {
        const instantAfter = workingInstantsSince(calendar, friday);
        expect(hours.map(instantAfter)).toEqual(
          hours.map((many) => afterWorkingHours(calendar, friday, many)),
        );
      }),
    );
  });

  it('are shown by a clock, whatever it was asked before', () => {
    fc.assert(
      fc.property(anyCalendar, fc.array(fc.integer({ min: -2_000, max: 9_000 })), (calendar, ends) => {
        const clock = workingClockOf(calendar);
        for (const end of ends.map((hours) => friday + hours * HOUR_MS)) {
          const shown = clock.hoursAt(end);
          expect(shown).toBe(workingHoursBetween(calendar, 0, end));
          const first = clock.firstAt(shown);
          expect(first).toBeLessThanOrEqual(end);
          expect(clock.hoursAt(first)).toBe(shown);
          expect(clock.hoursAt(first - 1)).toBeLessThan(shown);
        }
      }),
    );
  });

  it('never end in a calendar without working days', () => {
    expect(() => afterWorkingHours({ ...everyDay, weekdays: [] }, friday, 1)).toThrow(RangeError);
  });
});
