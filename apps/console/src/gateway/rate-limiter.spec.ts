import { describe, expect, it } from '@jest/globals';
import { RateLimiter } from './rate-limiter.ts';

const drain = (limiter: RateLimiter, caller: string, at: number) => {
  let passed = 0;
  while (limiter.take(caller, at).allowed) passed += 1;
  return passed;
};

describe('the rate limiter', () => {
  it('lets a burst through and then so many a second', () => {
    const limiter = new RateLimiter(200, 1_000);
    expect(drain(limiter, 'a', 0)).toBe(1_000);
    expect(drain(limiter, 'a', 500)).toBe(100);
    expect(drain(limiter, 'a', 1_500)).toBe(200);
  });

  it('saves up no more than a burst', () => {
    const limiter = new RateLimiter(200, 1_000);
    limiter.take('a', 0);
    expect(drain(limiter, 'a', 3_600_000)).toBe(1_000);
  });

  it('tells what is left and when to come again', () => {
    const limiter = new RateLimiter(2, 4);
    expect(limiter.take('a', 0)).toEqual({
      allowed: true,
      remaining: 3,
      resetSeconds: 1,
      retryAfterSeconds: 0,
    });
    drain(limiter, 'a', 0);
    expect(limiter.take('a', 0)).toEqual({
      allowed: false,
      remaining: 0,
      resetSeconds: 2,
      retryAfterSeconds: 1,
    });
  });

  it('counts each caller alone', () => {
    const limiter = new RateLimiter(1, 2);
    drain(limiter, 'a', 0);
    expect(limiter.take('b', 0).allowed).toBe(true);
  });

  it('forgets the quietest caller when it knows too many', () => {
    const limiter = new RateLimiter(1, 1, 2);
    limiter.take('a', 0);
    limiter.take('b', 0);
    limiter.take('a', 0);
    limiter.take('c', 0);
    expect(limiter.take('a', 0).allowed).toBe(false);
    expect(limiter.take('b', 0).allowed).toBe(true);
  });
});
