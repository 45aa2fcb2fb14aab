import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backlogOf, isSlow, type DayStill } from './slowdown.ts';

/** A hundred and twenty parcels a day, of which after so many days the share should still be there, and is. */
const days = (isThere: (expectedShare: number, age: number) => number): DayStill[] =>
  [0.9, 0.5, 0.2, 0.05, 0.01].map((expectedShare, age) => ({
    entered: 120,
    expectedShare,
    still: Math.round(120 * isThere(expectedShare, age)),
  }));

describe('a trunk line', () => {
  it('as it always was is not slow', () => {
    const usual = backlogOf(days((share) => share));
    expect(usual).toMatchObject({ parcels: 600, still: 199, excess: expect.closeTo(0, 1) });
    expect(isSlow(usual, false)).toBe(false);
    expect(isSlow(usual, true)).toBe(false);
  });

  it('that nobody has left for four days is', () => {
    const stopped = (since: number) =>
      backlogOf(days((share, age) => (age < since ? 1 : Math.min(1, share * 4))));
    expect(isSlow(stopped(4), false)).toBe(true);
    expect(isSlow(stopped(1), false)).toBe(false);
  });

  it('that is half as slow again, as after a weekend, is not, but goes on if it was', () => {
    const slower = backlogOf(days((share) => Math.min(1, share * 1.7)));
    expect(slower.excess).toBeGreaterThan(2);
    expect(isSlow(slower, false)).toBe(false);
    expect(isSlow(slower, true)).toBe(true);
  });

  it('with a flight more than usual is not', () => {
    const held = backlogOf(days((share, age) => (age === 1 ? 0.8 : share)));
    expect(isSlow(held, false)).toBe(false);
  });

  it('of few parcels is not slow, however late they are', () => {
    expect(isSlow(backlogOf([{ entered: 9, still: 9, expectedShare: 0 }]), false)).toBe(false);
    expect(isSlow(backlogOf([{ entered: 14, still: 14, expectedShare: 0 }]), false)).toBe(true);
  });

  it('once slow stays so until it is nearly as it was', () => {
    const waning = backlogOf([{ entered: 1600, still: 600, expectedShare: 0.25 }]);
    expect([isSlow(waning, false), isSlow(waning, true)]).toEqual([false, true]);
  });

  it('is never slow for having fewer parcels than it should, and what opens is open', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            entered: fc.integer({ min: 0, max: 500 }),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
            there: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
        ),
        (drawn) => {
          const backlog = backlogOf(
            drawn.map(({ entered, share, there }) => ({
              entered,
              expectedShare: share,
              still: Math.floor(entered * there),
            })),
          );
          if (backlog.still <= backlog.expected) expect(isSlow(backlog, true)).toBe(false);
          if (isSlow(backlog, false)) expect(isSlow(backlog, true)).toBe(true);
        },
      ),
    );
  });
});
