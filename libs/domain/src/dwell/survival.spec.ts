import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS } from '../calendar/instant.ts';
import { noVariation } from './day-likeness.ts';
import { BINS, CLOSED_BINS, binOf } from './dwell-bins.ts';
import type { Stay, StayEnd } from './dwell-counts.ts';
import { countsOf, stayAt, tallyOfHours, tallyOnDay } from './drawn-dwell.spec-kit.ts';
import {
  addTally,
  cohortsUpTo,
  effectiveTogether,
  effectiveObservations,
  emptyTally,
  leftWeight,
  productLimit,
  tallyOf,
} from './survival.ts';

/** All bins of all days are seen. */
const hindsight = cohortsUpTo(9, 10, () => Infinity, 5);
const stay = (end: StayEnd, hours: number): Stay => ({ enteredAt: 9 * DAY_MS, end, hours });
const opened: Stay = { enteredAt: 9 * DAY_MS, end: 'open' };
const sharesOf = (stays: readonly Stay[]) => productLimit(tallyOf(countsOf(stays), hindsight, 'untroubled'));
const outlasting = (shares: Float64Array, hours: number) => shares[binOf(hours)];

describe('the product-limit estimate', () => {
  it('is the share that stays on, when all have left', () => {
    const shares = productLimit(tallyOfHours([3, 10, 10, 50]));
    expect(outlasting(shares, 1)).toBe(1);
    expect(outlasting(shares, 3)).toBe(0.75);
    expect(outlasting(shares, 10)).toBeCloseTo(0.25, 12);
    expect(outlasting(shares, 50)).toBe(0);
  });

  it('counts a lost parcel as long as it was there, half of the bin in which it went', () => {
    const shares = sharesOf([stay('left', 3), stay('withdrawn', 10), stay('left', 10), stay('left', 50)]);
    expect(outlasting(shares, 3)).toBe(0.75);
    expect(outlasting(shares, 10)).toBeCloseTo(0.75 * (1 - 1 / 2.5), 12);
    expect(outlasting(shares, 49)).toBe(0);
  });

  it('counts a parcel that is still there as one that outlasts them all', () => {
    const shares = sharesOf([stay('left', 3), opened]);
    expect(outlasting(shares, 3)).toBe(0.5);
    expect(outlasting(shares, 2000)).toBe(0.5);
  });

  it('is not made shorter by slow parcels that have not left yet', () => {
    // One parcel a day, every other quick (10 h), every other slow (300 h), seen on day 20.
    const stays = Array.from({ length: 20 }, (_, day) => stayAt(24 * day, day % 2 === 0 ? 10 : 300, 24 * 21));
    const shares = productLimit(tallyOnDay(stays, 20, 1e9));
    const naive = stays.filter(({ end }) => end === 'left').length;
    expect(naive).toBe(14);
    expect(outlasting(shares, 10)).toBeCloseTo(0.5, 6);
    expect(outlasting(shares, 200)).toBeCloseTo(0.5, 6);
    expect(outlasting(shares, 300)).toBe(0);
  });

  it('never falls below itself when a dwell is cut short: lost, or not yet ended', () => {
    const anyStay = fc.tuple(
      fc.constantFrom('left', 'withdrawn'),
      fc.double({ min: 0, max: 900, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(anyStay, { minLength: 1, maxLength: 30 }), fc.nat(), (drawn, pick) => {
        const stays = drawn.map(([end, hours]) => stay(end, hours));
        const at = pick % stays.length;
        const whole = sharesOf(stays.with(at, stay('left', drawn[at]?.[1] ?? 0)));
        const lost = sharesOf(stays.with(at, stay('withdrawn', drawn[at]?.[1] ?? 0)));
        const stayed = sharesOf(stays.with(at, opened));
        for (let edge = 0; edge < CLOSED_BINS; edge++) {
          expect(lost[edge]).toBeGreaterThanOrEqual((whole[edge] ?? 1) - 1e-12);
          expect(stayed[edge]).toBeGreaterThanOrEqual((lost[edge] ?? 1) - 1e-12);
        }
      }),
    );
  });
});

describe('a tally', () => {
  it('looks at the parcels of a day only as far as its youngest has had the time', () => {
    const cohorts = cohortsUpTo(9, 1, () => 11);
    const tally = tallyOf(
      countsOf([stay('left', 3), stay('left', 10), stay('left', 500), opened]),
      cohorts,
      'all',
    );
    expect(leftWeight(tally)).toBe(1);
    // 11 h is within the bin from 9.5 h to 11.3 h: it does not count yet.
    expect(tally.atRisk[binOf(9.4)]).toBe(3);
    expect(tally.atRisk[binOf(9.6)]).toBe(0);
  });

  it('halves the weight of a parcel with each half-life', () => {
    const old: Stay = { enteredAt: 4 * DAY_MS, end: 'left', hours: 3 };
    const tally = tallyOf(countsOf([old, stay('left', 3)]), hindsight, 'all');
    expect(leftWeight(tally)).toBe(1.5);
    expect(effectiveObservations(tally)).toBeCloseTo(1.5 ** 2 / 1.25, 12);
  });

  it('leaves out days that are not in the cohorts', () => {
    const days = [-1, 10].map((day): Stay => ({ enteredAt: day * DAY_MS, end: 'left', hours: 3 }));
    expect(tallyOf(countsOf(days), hindsight, 'all')).toEqual(emptyTally(5));
    expect(effectiveObservations(emptyTally())).toBe(0);
  });

  it.each(['untroubled', 'all'] as const)('leaves out stays of %s whose ends nobody told', (watched) => {
    const clear = [stay('left', 3), stay('left', 10), stay('withdrawn', 40)];
    const some = [...clear, stay('blurred', 0), stay('blurred', 500)];
    expect(tallyOf(countsOf(some), hindsight, watched)).toEqual(tallyOf(countsOf(clear), hindsight, watched));
  });

  it.each(['untroubled', 'all'] as const)(
    'takes them as they come of %s where they are the most: nobody ever tells that stage',
    (watched) => {
      const blurred = [stay('blurred', 3), stay('blurred', 10), stay('left', 20)];
      const left = [stay('left', 3), stay('left', 10), stay('left', 20)];
      expect(tallyOf(countsOf(blurred), hindsight, watched)).toEqual(
        tallyOf(countsOf(left), hindsight, watched),
      );
    },
  );

  it('of all leaves out those that never go on: nobody estimates when they arrive', () => {
    const gone = [stay('left', 3), stay('withdrawn', 40), { ...stay('withdrawn', 100), troubleAfter: 20 }];
    expect(tallyOf(countsOf(gone), hindsight, 'all')).toEqual(
      tallyOf(countsOf([stay('left', 3)]), hindsight, 'all'),
    );
  });

  it('counts those of which a trouble is told for as much as is asked for', () => {
    const troubled: Stay = { ...stay('left', 100), troubleAfter: 20 };
    const some = [stay('left', 10), troubled, troubled, troubled, troubled];
    const { left, atRisk } = tallyOf(countsOf(some), hindsight, 'all', 0.25);
    const { left: less, atRisk: watched } = tallyOf(
      countsOf([stay('left', 10), stay('left', 100)]),
      hindsight,
      'all',
    );
    expect({ left, atRisk }).toEqual({ left: less, atRisk: watched });
    // Those that are still there count for as much.
    const there = tallyOf(countsOf([{ ...opened, troubleAfter: 20 }]), hindsight, 'all', 0.25);
    expect(there.atRisk[binOf(200)]).toBe(0.25);
  });

  it('watches the untroubled until a trouble is told, and all of them through it', () => {
    const troubled = { ...stay('left', 100), troubleAfter: 20 };
    const some = [stay('left', 10), troubled, { ...opened, troubleAfter: 5 }];
    const until = [stay('left', 10), stay('withdrawn', 20), stay('withdrawn', 5)];
    expect(tallyOf(countsOf(some), hindsight, 'untroubled')).toEqual(
      tallyOf(countsOf(until), hindsight, 'untroubled'),
    );
    expect(tallyOf(countsOf(some), hindsight, 'all')).toEqual(
      tallyOf(countsOf([stay('left', 10), stay('left', 100), opened]), hindsight, 'all'),
    );
  });

  it('takes no notice of the weekdays on which stays ended', () => {
    const ended = [{ ...stay('left', 10), endedOn: 3 }, { ...stay('left', 5), endedOn: 7 }, stay('left', 3)];
    expect(tallyOf(countsOf(ended), hindsight, 'all')).toEqual(
      tallyOf(countsOf([stay('left', 10), stay('left', 5), stay('left', 3)]), hindsight, 'all'),
    );
  });

  it('of many routes is the sum of theirs', () => {
    const route = [stay('left', 3), stay('withdrawn', 40), opened];
    const other = [stay('left', 30), stay('left', 3)];
    const sum = emptyTally(5);
    addTally(sum, tallyOf(countsOf(route), hindsight, 'all'));
    addTally(sum, tallyOf(countsOf(other), hindsight, 'all'));
    const together = tallyOf(countsOf([...route, ...other]), hindsight, 'all');
    // On one day one parcel of the one route left and two of the other: two observations, not one.
    const { variation, ...rest } = together;
    expect(sum).toMatchObject({ ...rest, daySquares: 1 + 4 });
    expect(sum.variation).toMatchObject({ parcels: 3, days: 2, daysSquared: 5, squares: variation.squares });
    expect(together.daySquares).toBe(9);
    expect(effectiveTogether({ ...sum, variation: noVariation() })).toBe(9 / 5);
    expect(effectiveTogether(together)).toBe(1);
    expect(effectiveTogether(emptyTally())).toBe(0);
    const apart = {
      ...together,
      variation: { ...variation, parcels: 600, days: 60, daysSquared: 6_000, sum: 0 },
    };
    apart.variation = { ...apart.variation, squares: 600, between: 60 };
    // Parcels that differ as much within days as between them are worth nearly three, not one.
    expect(effectiveTogether(apart)).toBeGreaterThan(2);
    expect(() => addTally(sum, emptyTally(6))).toThrow(RangeError);
  });

  it('refuses a cell that no count has', () => {
    expect(() => tallyOf([{ day: 9, cell: 1 + 6 * BINS + 7, n: 1 }], hindsight, 'all')).toThrow(RangeError);
  });
});
