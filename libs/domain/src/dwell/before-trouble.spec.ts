import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../calendar/instant.ts';
import { shareBeforeTrouble } from './before-trouble.ts';
import type { Stay } from './dwell-counts.ts';
import { countsOf } from './drawn-dwell.spec-kit.ts';

const enteredAt = 9 * DAY_MS;
const shareOf = (stays: readonly Stay[]): number => shareBeforeTrouble(countsOf(stays));
const many = (n: number, stay: Stay): Stay[] => Array<Stay>(n).fill(stay);

describe('the share of their time before a trouble is told', () => {
  it('is that of the mean stay, to a bin', () => {
    const held: Stay = { enteredAt, end: 'left', hours: 100, troubleAfter: 2 };
    expect(shareOf(many(10_000, held))).toBeCloseTo(0.02, 2);
    const failed: Stay = { enteredAt, end: 'left', hours: 60, troubleAfter: 30 };
    expect(shareOf(many(10_000, failed))).toBeCloseTo(0.5, 2);
  });

  it('leans on 1 where few are known, and is 1 where none is', () => {
    const held: Stay = { enteredAt, end: 'left', hours: 100, troubleAfter: 2 };
    expect(shareOf(many(10, held))).toBeCloseTo(0.51, 2);
    expect(shareOf(many(10, { enteredAt, end: 'left', hours: 100 }))).toBe(1);
    expect(shareOf(many(10, { enteredAt, end: 'open', troubleAfter: 2 }))).toBe(1);
  });

  it('is 1 at most', () => {
    const short: Stay = { enteredAt, end: 'left', hours: 20, troubleAfter: 20 };
    expect(shareOf([...many(9, short), ...many(90, { enteredAt, end: 'open', troubleAfter: 900 })])).toBe(1);
  });
});
