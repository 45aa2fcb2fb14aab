import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../calendar/instant.ts';
import { given, hour, parcel, scan } from './story.spec-kit.ts';

/** Hours within which scans that were each told so many hours late let us hear of the next. */
const toldWithin = (...delays: readonly number[]): number => {
  const scans = delays.map((delay, nth) =>
    scan('in_transit', 20 * nth, { recordedAt: hour(20 * nth + delay) }),
  );
  return given(parcel(), ...scans).at(1000).state.toldWithinMs / HOUR_MS;
};

describe('within how long a parcel’s scans are told', () => {
  it('is a few hours while nobody knows', () => {
    expect(toldWithin()).toBe(4);
  });

  it('is the delay of the slowest', () => {
    expect(toldWithin(10, 5)).toBe(9);
    expect(toldWithin(5, 8)).toBe(8);
  });

  it('fades as scans come at once', () => {
    expect(toldWithin(10, 0, 0)).toBe(8.1);
    expect(toldWithin(...Array<number>(30).fill(0))).toBeLessThan(0.2);
  });

  it('is a day at most, whatever was told years later, and never negative', () => {
    expect(toldWithin(10_000)).toBe(24);
    expect(toldWithin(-50)).toBe(3.6);
  });
});
