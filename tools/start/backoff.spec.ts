import { describe, expect, it } from '@jest/globals';
import { Backoff } from './backoff.ts';

describe('the pause before a restart', () => {
  it('doubles up to ten seconds while a program keeps failing', () => {
    const backoff = new Backoff();
    const pauses = Array.from({ length: 8 }, () => backoff.next(10));
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('is short again after a healthy run', () => {
    const backoff = new Backoff();
    backoff.next(10);
    backoff.next(10);
    expect(backoff.next(30_000)).toBe(250);
  });
});
