import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allow, charge, learn, newStanding, type Limits, type Standing, type Verdict } from './allowance.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const midnight = Date.parse('2026-03-11T00:00:00Z');
const limits: Limits = { rate: { perSecond: 2, burst: 4 }, callsPerDay: 6 };
const middle = 0.5;
const probeMs = 30_000;

const after = (verdict: Verdict, standing = newStanding) => learn(standing, verdict, now, middle);
const allowed = (standing: Standing, at = now, wanted = 9) => allow(standing, limits, at, wanted);

describe('what a carrier may be asked', () => {
  it('is a burst at first, then what the rate gives', () => {
    const first = allowed(newStanding);
    expect(first.calls).toBe(4);
    const spent = charge(first.standing, 4, now, probeMs);
    expect(allowed(spent)).toMatchObject({ calls: 0, lookAt: now + 500 });
    expect(allowed(spent, now + 500).calls).toBe(1);
  });

  it('is no more than is wanted, nor than the day has left; the next day has all of it again', () => {
    expect(allowed(newStanding, now, 1).calls).toBe(1);
    const spent = charge(charge(allowed(newStanding).standing, 4, now, probeMs), 2, now, probeMs);
    expect(allowed(spent, now + 60_000)).toMatchObject({ calls: 0, lookAt: midnight });
    expect(allowed(spent, midnight).calls).toBe(4);
  });

  it('is nothing while he is to be left alone, as long as he says', () => {
    const paused = after({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(allowed(paused, now + 6_999)).toMatchObject({ calls: 0, lookAt: now + 7_000 });
    expect(allowed(paused, now + 7_000).calls).toBe(4);
  });

  it('is nothing for longer each time where he does not say for how long', () => {
    const pauseOf = (standing: Standing) => standing.pausedUntil - now;
    const once = after({ kind: 'throttled', retryAfterMs: null });
    const twice = after({ kind: 'throttled', retryAfterMs: null }, once);
    expect(pauseOf(once)).toBe(3_000);
    expect(pauseOf(twice)).toBe(5_000);
    expect(
      pauseOf(after({ kind: 'throttled', retryAfterMs: null }, after({ kind: 'answered' }, twice))),
    ).toBe(5_000);
  });

  it('is not put off by an answer for more than a day', () => {
    expect(after({ kind: 'throttled', retryAfterMs: 1e12 }).pausedUntil).toBe(now + 86_400_000);
  });

  it('is nothing until midnight once his quota is used', () => {
    expect(allowed(after({ kind: 'quota_used' }))).toMatchObject({ calls: 0, lookAt: midnight });
  });

  it('is one call when he may have recovered', () => {
    let standing = newStanding;
    for (let failure = 0; failure < 5; failure += 1) standing = after({ kind: 'failed' }, standing);
    const { until } = standing.breaker;
    expect(allowed(standing)).toMatchObject({ calls: 0, lookAt: until });
    const probe = allowed(standing, until);
    expect(probe.calls).toBe(1);
    const charged = charge(probe.standing, 1, until, probeMs);
    expect(allowed(charged, until + 1)).toMatchObject({ calls: 0, lookAt: until + probeMs });
    expect(allowed(after({ kind: 'answered' }, charged), until + 1_000).calls).toBe(4);
  });

  it('comes about again, whatever he does: nobody waits for ever, and nobody calls more often than the limits say', () => {
    const verdicts = fc.array(
      fc.oneof(
        fc.constant<Verdict>({ kind: 'answered' }),
        fc.constant<Verdict>({ kind: 'failed' }),
        fc.constant<Verdict>({ kind: 'quota_used' }),
        fc.record({
          kind: fc.constant('throttled' as const),
          retryAfterMs: fc.option(fc.integer({ min: 0, max: 200_000_000 })),
        }),
        // The process that was to make the call was killed.
        fc.constant<null>(null),
      ),
      { minLength: 1, maxLength: 80 },
    );
    fc.assert(
      fc.property(verdicts, fc.double({ min: 0, max: 0.999, noNaN: true }), (all, draw) => {
        let standing = newStanding;
        let at = now;
        const calls: number[] = [];
        for (const verdict of all) {
          let found = allow(standing, limits, at, 1);
          const waitedFrom = at;
          for (let looks = 0; found.calls === 0; looks += 1) {
            expect(looks).toBeLessThan(6);
            expect(found.lookAt).toBeGreaterThan(at);
            at = found.lookAt;
            found = allow(found.standing, limits, at, 1);
          }
          expect(at - waitedFrom).toBeLessThanOrEqual(2 * 86_400_000);
          calls.push(at);
          standing = charge(found.standing, 1, at, probeMs);
          if (verdict) standing = learn(standing, verdict, at, draw);
        }
        for (const [index, from] of calls.entries()) {
          const within = (ms: number) => calls.slice(index).filter((call) => call < from + ms).length;
          expect(within(1_000)).toBeLessThanOrEqual(limits.rate.burst + limits.rate.perSecond);
        }
        const perDay = Map.groupBy(calls, (call) => Math.floor(call / 86_400_000));
        for (const ofDay of perDay.values())
          expect(ofDay.length).toBeLessThanOrEqual(limits.callsPerDay ?? 0);
      }),
    );
  });
});
