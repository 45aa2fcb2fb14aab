import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Pace } from './pace.ts';

describe('a pace of 40 ms, full with 100 items', () => {
  let pace: Pace;
  beforeEach(() => {
    jest.useFakeTimers();
    pace = new Pace(40, 100);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Milliseconds until the next round may begin after one that brought so many items. */
  const restAfter = async (items: number): Promise<number> => {
    const before = performance.now();
    pace.took(items);
    const resting = pace.rest();
    await jest.runAllTimersAsync();
    await resting;
    return performance.now() - before;
  };

  it('does not hold up the first round', async () => expect(await restAfter(1)).toBe(0));

  it('keeps small rounds apart', async () => {
    await restAfter(1);
    jest.advanceTimersByTime(15);
    expect(await restAfter(1)).toBe(25);
    expect(await restAfter(99)).toBe(40);
  });

  it('lets a full round go on at once', async () => {
    await restAfter(1);
    expect(await restAfter(100)).toBe(0);
  });

  it('counts what several parts of one round have brought', async () => {
    await restAfter(1);
    pace.took(60);
    expect(await restAfter(60)).toBe(0);
    expect(await restAfter(60)).toBe(40);
  });

  it('does not hold up a round after a quiet time', async () => {
    await restAfter(1);
    jest.advanceTimersByTime(41);
    expect(await restAfter(1)).toBe(0);
  });
});
