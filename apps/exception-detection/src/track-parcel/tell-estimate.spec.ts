import { describe, expect, it } from '@jest/globals';
import { estimateDueAt, isRevised, type ToldEstimate } from './tell-estimate.ts';

const estimate = (p50: string): ToldEstimate => ({ p10: p50, p50, p90: p50, pLate: null });

describe('an estimate', () => {
  it.each([
    ['2026-01-06T00:00:00.000Z', false],
    ['2026-01-06T00:00:00.001Z', true],
    ['2026-01-04T00:00:00.000Z', false],
    ['2026-01-03T23:59:59.999Z', true],
  ])('told for 5 January is revised to %s: %s', (p50, revised) => {
    expect(isRevised(estimate('2026-01-05T00:00:00.000Z'), estimate(p50))).toBe(revised);
  });

  it('is not revised before it is first told, nor when there is none any more', () => {
    expect(isRevised(null, estimate('2026-01-05T00:00:00.000Z'))).toBe(false);
    expect(isRevised(estimate('2026-01-05T00:00:00.000Z'), null)).toBe(false);
  });

  it('is looked at again when it can only have moved by more than a day', () => {
    const told = estimate('2026-01-05T00:00:00.000Z');
    const due = estimateDueAt(told) ?? NaN;
    expect(isRevised(told, estimate(new Date(due).toISOString()))).toBe(true);
    expect(estimateDueAt(null)).toBeNull();
  });
});
