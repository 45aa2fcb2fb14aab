import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refilled, spent, tokenAt, wholeTokens, type Bucket } from './token-bucket.ts';

const rate = { perSecond: 3, burst: 2 };
const now = Date.parse('2026-03-10T12:00:00Z');
const empty: Bucket = { tokens: 0, at: now };

describe('a token bucket', () => {
  it('fills by its rate, up to its burst', () => {
    expect(wholeTokens(refilled(empty, rate, now + 333))).toBe(0);
    expect(wholeTokens(refilled(empty, rate, now + 334))).toBe(1);
    expect(wholeTokens(refilled(empty, rate, now + 3_600_000))).toBe(2);
  });

  it('tells when it holds a token', () => {
    expect(tokenAt(empty, rate)).toBe(now + 334);
    expect(tokenAt({ tokens: 1.5, at: now }, rate)).toBe(now);
  });

  it('gains nothing by a clock that stands behind the one that was asked before', () => {
    const behind = refilled(empty, rate, now - 60_000);
    expect(behind).toEqual(empty);
    expect(refilled(behind, rate, now)).toEqual(empty);
  });

  it('never gives more in any stretch of time than its burst and what its rate gives meanwhile, whoever asks when', () => {
    const asks = fc.array(
      fc.record({ after: fc.integer({ min: -500, max: 2_000 }), wanted: fc.integer({ min: 1, max: 5 }) }),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(asks, (all) => {
        let bucket: Bucket = { tokens: rate.burst, at: now };
        let clock = now;
        const given: { at: number; count: number }[] = [];
        for (const { after, wanted } of all) {
          clock += after;
          bucket = refilled(bucket, rate, clock);
          const count = Math.min(wanted, wholeTokens(bucket));
          bucket = spent(bucket, count);
          // Where clocks disagree the bucket goes by the foremost.
          given.push({ at: bucket.at, count });
        }
        for (const [first, { at: from }] of given.entries())
          for (const last of given.slice(first)) {
            const sum = given
              .filter(({ at }) => at >= from && at <= last.at)
              .reduce((total, { count }) => total + count, 0);
            expect(sum).toBeLessThanOrEqual(rate.burst + ((last.at - from) * rate.perSecond) / 1_000 + 1e-3);
          }
      }),
    );
  });
});
