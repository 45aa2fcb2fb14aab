import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../calendar/instant.ts';
import { BINS, binOf } from './dwell-bins.ts';
import {
  CELLS_OF_NO_STAY,
  ENTERED,
  FIRST_CELL_STILL_THERE,
  cellOf,
  countChanges,
  readCell,
  sumCounts,
  weekdayOf,
  type Stay,
} from './dwell-counts.ts';

const open: Stay = { enteredAt: 3 * DAY_MS + 5 * HOUR_MS, end: 'open' };
const left: Stay = { ...open, end: 'left', hours: 30 };

const anyStay: fc.Arbitrary<Stay> = fc
  .record({
    enteredAt: fc.integer({ min: -5 * DAY_MS, max: 40 * DAY_MS }),
    end: fc.constantFrom('open', 'left', 'withdrawn', 'blurred'),
    hours: fc.double({ min: 0, max: 4000, noNaN: true }),
    trouble: fc.option(fc.record({ troubleAfter: fc.double({ min: 0, max: 4000, noNaN: true }) })),
  })
  .map(({ enteredAt, end, hours, trouble }) => ({
    enteredAt,
    ...trouble,
    ...(end === 'open' ? { end } : { end, hours }),
  }));
const anyKnowledge = fc.option(anyStay);

describe('what a parcel adds to the counts', () => {
  it('is one that entered, on the day it did', () => {
    expect(countChanges(null, open)).toEqual([{ day: 3, cell: ENTERED, n: 1 }]);
  });

  it('is one that left after so long, once it moves on', () => {
    expect(countChanges(open, left)).toEqual([{ day: 3, cell: cellOf('left', binOf(30)), n: 1 }]);
  });

  it('is of no stay where it took no time, however it went on, and whatever was told of it', () => {
    const isOfNoStay = (stay: Stay) =>
      countChanges(null, stay).some(({ cell }) => CELLS_OF_NO_STAY.includes(cell));
    expect(isOfNoStay({ ...open, end: 'left', hours: 0.4 })).toBe(true);
    expect(isOfNoStay({ ...open, end: 'blurred', hours: 0 })).toBe(true);
    expect(isOfNoStay({ ...open, end: 'left', hours: 0.2, troubleAfter: 0.1 })).toBe(true);
    expect(isOfNoStay({ ...open, end: 'left', hours: 0.6, troubleAfter: 0.1 })).toBe(false);
    expect(isOfNoStay({ ...open, troubleAfter: 0 })).toBe(false);
  });

  it('is one that was withdrawn after so long, when it is lost', () => {
    expect(countChanges(open, { ...left, end: 'withdrawn' })).toEqual([
      { day: 3, cell: cellOf('withdrawn', binOf(30)), n: 1 },
    ]);
  });

  it('is one in trouble after so long, and one that left after its trouble, once it moves on', () => {
    const troubled = { ...open, troubleAfter: 10 };
    expect(countChanges(open, troubled)).toEqual([{ day: 3, cell: cellOf('troubled', binOf(10)), n: 1 }]);
    expect(countChanges(troubled, { ...left, troubleAfter: 10 })).toEqual([
      { day: 3, cell: cellOf('left_after_trouble', binOf(30)), n: 1 },
    ]);
    expect(countChanges(troubled, { ...left, end: 'withdrawn', troubleAfter: 10 })).toEqual([
      { day: 3, cell: cellOf('withdrawn_after_trouble', binOf(30)), n: 1 },
    ]);
    expect(countChanges(null, { ...left, end: 'blurred', troubleAfter: 10 })).toEqual([
      { day: 3, cell: ENTERED, n: 1 },
      { day: 3, cell: cellOf('blurred', binOf(30)), n: 1 },
    ]);
  });

  it('moves with a late scan that shows an earlier beginning', () => {
    const earlier: Stay = { ...left, enteredAt: left.enteredAt - DAY_MS, hours: 54 };
    expect(countChanges(left, earlier)).toEqual([
      { day: 2, cell: ENTERED, n: 1 },
      { day: 2, cell: cellOf('left', binOf(54)), n: 1 },
      { day: 3, cell: ENTERED, n: -1 },
      { day: 3, cell: cellOf('left', binOf(30)), n: -1 },
    ]);
  });

  it('is nothing, when what is known anew falls into the same cells', () => {
    expect(countChanges(left, { ...left, hours: 31 })).toEqual([]);
  });

  it('is taken away when a correction shows that it never was there', () => {
    expect(sumCounts([...countChanges(null, left), ...countChanges(left, null)])).toEqual([]);
  });

  it('refuses a dwell that is not a duration', () => {
    expect(() => countChanges(null, { ...left, hours: -1 })).toThrow(RangeError);
  });

  it('comes to the same by any way of learning it, in any order', () => {
    const histories = fc.array(fc.array(anyKnowledge, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (parcels, order) => {
        const changes = parcels.flatMap((known) =>
          known.flatMap((after, index) => countChanges(known[index - 1] ?? null, after)),
        );
        const shuffled = changes
          .map((change) => ({ change, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ change }) => change);
        const atOnce = parcels.flatMap((known) => countChanges(null, known.at(-1) ?? null));
        expect(sumCounts(shuffled)).toEqual(sumCounts(atOnce));
      }),
    );
  });
});

describe('a cell', () => {
  it('says what happened, and in which bin', () => {
    const ends = ['left', 'withdrawn', 'blurred', 'left_after_trouble', 'withdrawn_after_trouble'] as const;
    const cells = [...ends, 'troubled' as const].flatMap((happening) =>
      [0, 1, BINS - 1].map((bin) => ({ happening, bin })),
    );
    const numbers = cells.map(({ happening, bin }) => cellOf(happening, bin));
    expect(numbers.map(readCell)).toEqual(cells);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    // Of a troubled parcel it is not said that it is gone.
    const gone = cells.filter((_, nth) => (numbers[nth] ?? 0) < FIRST_CELL_STILL_THERE);
    expect(new Set(gone.map(({ happening }) => happening))).toEqual(new Set(ends));
  });

  it('says on which weekday stays ended, or nothing of that', () => {
    const cellsOf = (endedOn: number) => countChanges(null, { ...left, endedOn }).map(({ cell }) => cell);
    const weekdays = [1, 2, 3, 4, 5, 6, 7];
    expect(weekdays.map((weekday) => cellsOf(weekday).map(weekdayOf))).toEqual(
      weekdays.map((weekday) => [null, null, weekday]),
    );
    expect(cellsOf(7).at(-1)).toBe(cellOf('troubled', BINS - 1) + 7);
  });

  it('is none below and beyond those', () => {
    expect(() => readCell(ENTERED)).toThrow(RangeError);
    expect(() => readCell(cellOf('troubled', BINS - 1) + 1)).toThrow(RangeError);
    expect(weekdayOf(cellOf('troubled', BINS - 1) + 8)).toBeNull();
  });
});
