import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import type { Feed } from './find-incidents.ts';
import { nextLook } from './next-look.ts';

/** Monday 2 March 2026, 00:00 UTC. */
const midnight = Date.UTC(2026, 2, 2);

/** Heard in every hour of four weeks, the last of them so long ago. */
const feed = (silentHours: number): Feed => ({
  carrier: 'post',
  parcels: 100,
  destinations: new Map(),
  hoursHeard: Array.from({ length: 28 * 24 }, (_, nth) => midnight / HOUR_MS - silentHours - 28 * 24 + nth),
});

const hoursUntilLook = (
  parcels: number,
  { feeds = [], hasOpen = false, at = 0 }: { feeds?: Feed[]; hasOpen?: boolean; at?: number } = {},
) => {
  const next = nextLook(feeds, parcels, hasOpen, () => everyDay, midnight + at * HOUR_MS);
  return next === null ? null : (next - midnight) / HOUR_MS;
};

describe('the next look for incidents', () => {
  it('is every third hour, on the hour, while many parcels are under way', () => {
    expect(hoursUntilLook(20)).toBe(3);
    expect(hoursUntilLook(20, { at: 2.9 })).toBe(3);
    expect(hoursUntilLook(20, { at: 3 })).toBe(6);
  });

  it('is sooner when a feed would be silent by then', () => {
    expect(hoursUntilLook(100, { feeds: [feed(1), feed(4), feed(5)] })).toBe(1);
    expect(hoursUntilLook(100, { feeds: [feed(1)] })).toBe(3);
    // Silent already: that was looked at.
    expect(hoursUntilLook(100, { feeds: [feed(6), feed(9)] })).toBe(3);
  });

  it('is the next hour while an incident goes on, whatever is under way', () => {
    expect(hoursUntilLook(100, { hasOpen: true })).toBe(1);
    expect(hoursUntilLook(0, { hasOpen: true, at: 1.5 })).toBe(2);
  });

  it('is the next day where too few parcels are under way, and never where none is', () => {
    expect(hoursUntilLook(19, { feeds: [feed(5)] })).toBe(24);
    expect(hoursUntilLook(0, { feeds: [feed(5)] })).toBeNull();
  });
});
