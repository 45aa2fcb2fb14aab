import { describe, expect, it } from '@jest/globals';
import { day } from '../wire/instants.ts';
import type { Reading } from './answers.ts';
import { scoreEstimates } from './score-estimates.ts';

/** P10, P50 and P90 of 8, 10 and 14 days. */
const reading = (delivered: number, more: Partial<Reading> = {}): Reading => ({
  readAt: 0,
  p10: 8 * day,
  p50: 10 * day,
  p90: 14 * day,
  stage: 'last_mile',
  deliveredAt: delivered * day,
  claimedAt: 5 * day,
  atHandOver: false,
  ...more,
});

describe('estimates', () => {
  it('cover what comes between P10 and P90, the ends included, on each leg', () => {
    const score = scoreEstimates([
      ...[8, 11, 14, 15].map((delivered) => reading(delivered)),
      ...[7, 9].map((delivered) => reading(delivered, { stage: 'trunk_line' })),
    ]);
    expect(score).toMatchObject({
      n: 6,
      coverage80: 0.6667,
      coverage80ByLeg: {
        last_mile: { n: 4, coverage80: 0.75 },
        trunk_line: { n: 2, coverage80: 0.5 },
      },
    });
  });

  it('are off by the middle of their errors, either way', () =>
    expect(scoreEstimates([7, 11, 12].map((delivered) => reading(delivered))).medianAbsErrorDays).toBe(2));

  it('at hand-over are laid beside the claimed days, and are none of the sample', () =>
    expect(
      scoreEstimates([9, 12, 13].map((delivered) => reading(delivered, { atHandOver: true }))),
    ).toMatchObject({
      n: 0,
      coverage80: null,
      handOver: { n: 3, medianAbsErrorDays: 2, claimedMedianAbsErrorDays: 7, ratio: 0.2857 },
    }));

  it('that nobody read say nothing', () =>
    expect(scoreEstimates([])).toMatchObject({ medianAbsErrorDays: null, handOver: { ratio: null } }));
});
