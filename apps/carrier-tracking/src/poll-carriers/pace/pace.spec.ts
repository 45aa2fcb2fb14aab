import { describe, expect, it } from '@jest/globals';
import { mostUrgent, nextInterval, windowAfter, windowBefore, type Pace, type Paced } from './pace.ts';
import type { Stage } from './stage.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.parse('2026-03-10T12:00:00Z');

const pace: Pace = {
  every: new Map<Stage, number>([
    ['trunk_line', 6 * hour],
    ['last_mile', 30 * minute],
    ['out_for_delivery', 10 * minute],
  ]),
  otherwise: 2 * hour,
  afterEnd: { every: 12 * hour, for: 2 * day },
  silence: { doublesEvery: 3 * day, atMost: day, giveUpAfter: 60 * day },
};
const paced = (changes: Partial<Paced>): Paced => ({
  stage: 'last_mile',
  heardAt: now,
  endedAt: null,
  ...changes,
});
const intervalOf = (changes: Partial<Paced>) => nextInterval(pace, paced(changes), now);

describe('the next poll of a number', () => {
  it.each<[Stage, number]>([
    ['out_for_delivery', 10 * minute],
    ['last_mile', 30 * minute],
    ['import_customs', 2 * hour],
    ['trunk_line', 6 * hour],
  ])('comes at %s after %i ms', (stage, interval) => {
    expect(intervalOf({ stage })).toBe(interval);
  });

  it.each([
    ['less than a doubling', 3 * day - 1, 30 * minute],
    ['one doubling', 3 * day, hour],
    ['two', 6 * day, 2 * hour],
    ['more than the longest interval', 30 * day, day],
  ])('comes later the longer nothing is heard: %s', (_, silent, interval) => {
    expect(intervalOf({ heardAt: now - silent })).toBe(interval);
  });

  it('never comes once nothing was heard for very long', () => {
    expect(intervalOf({ heardAt: now - 60 * day })).toBeNull();
  });

  it('comes after the end of a parcel as long as that is fresh, and never behind that', () => {
    expect(intervalOf({ stage: 'ended', endedAt: now })).toBe(12 * hour);
    expect(intervalOf({ stage: 'ended', endedAt: now - 36 * hour })).toBe(12 * hour);
    expect(intervalOf({ stage: 'ended', endedAt: now - 36 * hour - 1 })).toBeNull();
  });

  it('is not drawn out by silence for longer than an interval that is long by itself', () => {
    const slow: Pace = { ...pace, otherwise: 2 * day };
    expect(nextInterval(slow, paced({ stage: 'in_transit', heardAt: now - 9 * day }), now)).toBe(2 * day);
  });

  it('may lie a tenth of its interval before or behind that', () => {
    expect(windowAfter(30 * minute, now)).toEqual({ from: now + 27 * minute, to: now + 33 * minute });
  });

  it('may lie a fifth of its interval before the instant that it is wanted at, never behind it', () => {
    expect(windowBefore(30 * minute, now)).toEqual({ from: now - 6 * minute, to: now });
  });
});

describe('a number of several parcels', () => {
  it.each<[Stage[], Stage]>([
    [['ended', 'trunk_line'], 'trunk_line'],
    [['trunk_line', 'last_mile', 'ended'], 'last_mile'],
    [['ended', 'ended'], 'ended'],
  ])('of %j is asked about as %s', (of, stage) => {
    expect(mostUrgent(pace, of)).toBe(stage);
  });
});
