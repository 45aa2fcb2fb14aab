import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../calendar/instant.ts';
import { isAsEver, isDoubtful, isSlowdown, noDeficit, withLeavings, type Deficit } from './deficit.ts';

/** Monday 5 January 2026, 00:00 UTC. */
const monday = Date.UTC(2026, 0, 5);
const everyHours = 6;

interface Life {
  readonly days: number;
  /** Share of the expected that leaves, by the number of the look. */
  readonly rate?: (nth: number) => number;
  /** Expected at each look. */
  readonly expected?: number;
  readonly isUsualDay?: boolean;
}

/** How a stage stands after looks every six hours. */
const after = (
  { days, rate = () => 1, expected = 10, isUsualDay = true }: Life,
  before = noDeficit(monday),
): Deficit => {
  let deficit = before;
  for (let nth = 1; nth <= (days * 24) / everyHours; nth++)
    deficit = withLeavings(
      deficit,
      { observed: Math.round(expected * rate(nth)), expected },
      isUsualDay,
      everyHours * HOUR_MS,
      before.at + nth * everyHours * HOUR_MS,
    );
  return deficit;
};

const usual = after({ days: 15 });

describe('a stage that parcels leave as ever', () => {
  it('is no slowdown', () => {
    expect(isSlowdown(usual, false)).toBe(false);
    expect(isDoubtful(usual)).toBe(false);
    expect(isAsEver(usual, usual.at - 12 * HOUR_MS)).toBe(true);
    expect(isAsEver(usual, usual.at)).toBe(false);
    expect(usual).toMatchObject({ score: 0, since: null, missing: 0, days: 14 });
  });

  it('is none where always fewer leave than should, or fewer on one weekday', () => {
    expect(after({ days: 28, rate: () => 0.7 })).toMatchObject({ score: expect.closeTo(0, 0) });
    const shutOnSundays = (nth: number) => (Math.floor(nth / 4) % 7 === 6 ? 0.2 : 1.1);
    // Sundays at noon, in the third week and the tenth.
    for (const days of [20.5, 69.5])
      expect(isSlowdown(after({ days, rate: shutOnSundays }), false)).toBe(false);
    const shutOnMonday = after({ days: 1, rate: () => 0.2 }, after({ days: 70, rate: shutOnSundays }));
    expect(isSlowdown(shutOnMonday, false)).toBe(true);
  });
});

describe('a burst after three days of silence', () => {
  /** A hundred have left of whom fifty should have. */
  const burst = (overHours: number) =>
    withLeavings(
      usual,
      { observed: 100, expected: 50 },
      true,
      overHours * HOUR_MS,
      usual.at + everyHours * HOUR_MS,
    );
  const aWeekLater = (before: Deficit) =>
    after({ days: 7.25 }, { ...before, at: usual.at }).usual.map(({ observed }) => observed);

  it('says nothing of the quarter in which it is told', () => {
    expect(aWeekLater(burst(72))).toEqual(aWeekLater(usual));
    expect(Math.max(...aWeekLater(burst(6)))).toBeGreaterThan(Math.max(...aWeekLater(usual)) + 50);
  });

  it('nor where its first word was told before, so that it seems to be of a few hours', () => {
    const told = { observed: 100, expected: 10 };
    const second = withLeavings(usual, told, true, everyHours * HOUR_MS, usual.at + everyHours * HOUR_MS);
    expect(aWeekLater(second)).toEqual(aWeekLater(usual));
  });

  it('is no day by which the evenness of others is measured', () => {
    const squaresLater = (before: Deficit) => after({ days: 2 }, before).spread.squares;
    expect(squaresLater(burst(72))).toBeCloseTo(squaresLater(usual), 0);
    expect(squaresLater(burst(6))).toBeGreaterThan(squaresLater(usual) + 50);
  });
});

describe('a stage that hardly any leave any more', () => {
  const slowFor = (days: number, before = usual) => after({ days, rate: () => 0.1 }, before);

  it('is slow after the second look that shows it, since the first', () => {
    expect(isSlowdown(slowFor(0.25), false)).toBe(false);
    expect(isSlowdown(slowFor(0.5), false)).toBe(true);
    expect(slowFor(0.5)).toMatchObject({ since: usual.at, missing: expect.closeTo(18, 0) });
  });

  it('is none while few should leave, or little is known of it', () => {
    expect(isSlowdown(after({ days: 1, rate: () => 0, expected: 1 }, usual), false)).toBe(false);
    const young = after({ days: 11 });
    expect(isSlowdown(slowFor(2, young), false)).toBe(false);
    expect(isDoubtful(slowFor(2, young))).toBe(false);
  });

  it('is none on days when nobody knows how many should', () => {
    expect(after({ days: 1, rate: () => 0.1, isUsualDay: false }, usual)).toMatchObject({ score: 0 });
    const again = after({ days: 1, isUsualDay: false }, slowFor(1));
    expect(isSlowdown(again, true)).toBe(false);
  });

  it('takes longer to tell where days have always differed', () => {
    const inLumps = after({ days: 35, rate: (nth) => (Math.floor(nth / 4) % 3 === 0 ? 1.9 : 0.55) });
    expect(inLumps.spread.squares / inLumps.spread.expected).toBeGreaterThan(3);
    expect(slowFor(0.5, inLumps).score).toBeLessThan(slowFor(0.5).score);
  });

  it('is slow until they leave again, and is no measure of how they usually do', () => {
    const slow = slowFor(4);
    expect(isSlowdown(slow, true)).toBe(true);
    expect(isAsEver(slow, usual.at)).toBe(false);
    expect(slow.usual).toEqual(slowFor(1).usual);
    const again = after({ days: 1 }, slow);
    expect(isSlowdown(again, true)).toBe(false);
  });

  it('is forgotten where nothing is expected any more', () => {
    const quiet = after({ days: 10, expected: 0 }, slowFor(2));
    expect(isSlowdown(quiet, true)).toBe(false);
  });
});
