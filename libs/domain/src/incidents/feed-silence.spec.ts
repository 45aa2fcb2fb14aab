import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import { silentFrom } from './feed-silence.ts';

/** Monday 2 March 2026, 00:00 UTC. */
const monday = Date.UTC(2026, 2, 2) / HOUR_MS;

/** The hours of four weeks before `end` in which a feed is heard. */
const heard = (isHeard: (hourOfDay: number, weekday: number, nth: number) => boolean, end = monday) =>
  Array.from({ length: 28 * 24 }, (_, nth) => end - 28 * 24 + nth).filter((hour, nth) =>
    isHeard(hour % 24, Math.floor(nth / 24) % 7, nth),
  );

const silentAfter = (hours: readonly number[], closedDates: string[] = [], utcOffsetMinutes = 0) => {
  const from = silentFrom(hours, { ...everyDay, weekdays: [1, 2, 3, 4, 5], closedDates, utcOffsetMinutes });
  return from === null ? null : from / HOUR_MS - ((hours.at(-1) ?? 0) + 1);
};

describe('the silence of a feed', () => {
  it('is an incident after six hours where something is heard every hour', () => {
    expect(silentAfter(heard(() => true))).toBe(6);
  });

  it('is usual at night where nothing is ever heard at night', () => {
    const byDay = heard((hour) => hour >= 7 && hour < 20, monday - 4);
    expect(byDay.at(-1)).toBe(monday - 5);
    const silent = silentAfter(byDay) ?? 0;
    // From 20:00 on, the eleven hours of the night and two of the morning.
    expect(silent).toBe(13);
  });

  it('is usual at a weekend where nothing is heard at weekends', () => {
    const onWeekdays = heard((hour, weekday) => weekday < 5 && hour >= 7 && hour < 20);
    // Friday 20:00 to Monday 07:00 is 59 hours.
    expect(silentAfter(onWeekdays)).toBe(60);
  });

  it('is usual on a public holiday', () => {
    const pushes = heard((hour, weekday) => hour % 6 === 0 && (weekday < 5 || hour === 0));
    // Tuesday 3 March 2026, from the push at midnight on.
    const tuesday = [...pushes, ...[0, 6, 12, 18, 24].map((after) => monday + after)];
    // Of the pushes at six, noon and six nobody has missed three before.
    expect(silentAfter(tuesday)).toBe(18);
    // Nobody misses the pushes of the day, but those of the next.
    expect(silentAfter(tuesday, ['2026-03-03'])).toBe(30);
  });

  it('is usual for as long as the holiday lasts where the feed is kept', () => {
    const pushes = heard((hour, weekday) => hour % 6 === 0 && (weekday < 5 || hour === 0));
    const tuesday = [...pushes, ...[0, 6, 12, 18, 24].map((after) => monday + after)];
    // Eight hours west of Greenwich the day ends at eight in the morning: the first push that is missed is that of noon.
    expect(silentAfter(tuesday, ['2026-03-03'], -480)).toBeGreaterThan(
      silentAfter(tuesday, ['2026-03-03']) ?? Infinity,
    );
  });

  it('of a feed that is heard in bursts is two and a half times as long as any before', () => {
    expect(silentAfter(heard((_hour, _weekday, nth) => nth % 10 === 0))).toBe(23);
  });

  it('is usual as long as any before, however unlikely by its hours', () => {
    const withHolidays = heard((_hour, _weekday, nth) => Math.floor(nth / 24) % 14 !== 3);
    // Two days of the four weeks were silent from midnight to midnight.
    expect(silentAfter(withHolidays)).toBe(25);
  });

  it('need not be longer than a weekend where something is heard every hour on weekdays', () => {
    const onWeekdays = heard((_hour, weekday) => weekday < 5);
    const allMonday = Array.from({ length: 24 }, (_, nth) => monday + nth);
    // Weekends of two days were to be expected.
    expect(silentAfter([...onWeekdays, ...allMonday])).toBe(6);
  });

  it('is no measure of the next where it was an outage', () => {
    const withOutage = heard((_hour, _weekday, nth) => nth % 4 === 0 && (nth < 300 || nth > 372));
    // Three hours of four are silent every day, seventy were once.
    expect(silentAfter(withOutage)).toBeLessThan(12);
  });

  it('says nothing while the feed is hardly known', () => {
    expect(silentAfter([])).toBeNull();
    expect(silentAfter(heard((_hour, _weekday, nth) => nth >= 15 * 24))).toBeNull();
    expect(silentAfter(heard((_hour, _weekday, nth) => nth % 24 === 0))).toBeNull();
  });

  it('is measured by the last four weeks alone', () => {
    const before = Array.from({ length: 100 }, (_, nth) => monday - 60 * 24 + nth);
    expect(silentAfter([...before, ...heard(() => true)])).toBe(6);
  });
});
