import { describe, expect, it } from '@jest/globals';
import { afterFailure, afterSuccess, closedBreaker, lets, probing, type Breaker } from './circuit-breaker.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const middle = 0.5;
const failing = (times: number, breaker: Breaker = closedBreaker): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((before) => afterFailure(before, now, middle), breaker);

const open = failing(5);

describe('a circuit breaker', () => {
  it('lets everything through until five calls have failed one after the other', () => {
    expect(lets(failing(4), now)).toBe('any');
    expect(open.state).toBe('open');
    expect(lets(open, now)).toBe('none');
  });

  it('forgets failures at a success', () => {
    expect(failing(4, afterSuccess()).state).toBe('closed');
  });

  it('lets one call through when its time is over, and no other before that has shown something', () => {
    expect(lets(open, open.until - 1)).toBe('none');
    expect(lets(open, open.until)).toBe('probe');
    const half = probing(open, open.until, 30_000);
    expect(lets(half, open.until + 29_999)).toBe('none');
    expect(lets(half, open.until + 30_000)).toBe('probe');
  });

  it('closes when the probe succeeds, and opens for longer when it fails', () => {
    const half = probing(open, open.until, 30_000);
    const again = afterFailure(half, half.until, middle);
    expect(again).toMatchObject({ state: 'open', trips: 2 });
    expect(again.until - half.until).toBeGreaterThan(open.until - now);
    expect(lets(afterSuccess(), now)).toBe('any');
  });

  it('stays open for a quarter of an hour at most, however often it has opened', () => {
    let breaker = open;
    for (let trip = 0; trip < 50; trip += 1) breaker = afterFailure(probing(breaker, now, 1), now, 0.999);
    expect(breaker.until - now).toBeLessThanOrEqual(15 * 60_000 + 5_000);
  });

  it('is not held open by calls that were made before it opened', () => {
    expect(failing(20, open)).toEqual(open);
  });
});
