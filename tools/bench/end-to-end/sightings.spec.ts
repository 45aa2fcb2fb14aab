import { describe, expect, it } from '@jest/globals';
import { Sightings } from './sightings.ts';

const { signal } = new AbortController();

describe('sightings of parcels', () => {
  it('tell when a scan was first seen, also where a later one hides it', () => {
    const sightings = new Sightings();
    const before = performance.now();
    sightings.saw('a', 10);
    const between = performance.now();
    sightings.saw('a', 30);
    expect(sightings.firstOf('a', 10)).toBeGreaterThanOrEqual(before);
    expect(sightings.firstOf('a', 10)).toBeLessThanOrEqual(between);
    expect(sightings.firstOf('a', 20)).toBeGreaterThanOrEqual(between);
    expect(sightings.firstOf('a', 31)).toBeUndefined();
    expect(sightings.firstOf('b', 1)).toBeUndefined();
  });

  it('are waited for until all are there', async () => {
    const sightings = new Sightings();
    sightings.saw('a', 10);
    const last = new Map([
      ['a', 20],
      ['b', 5],
    ]);
    let done = false;
    const waiting = sightings.until(last, 5_000, signal).then(() => (done = true));
    sightings.saw('a', 20);
    await Promise.resolve();
    expect(done).toBe(false);
    sightings.saw('b', 6);
    await waiting;
  });

  it('say how many are missing in the end', async () => {
    const sightings = new Sightings();
    sightings.saw('a', 10);
    const last = new Map([
      ['a', 10],
      ['b', 5],
    ]);
    await expect(sightings.until(last, 10, signal)).rejects.toThrow('1 of 2 parcels');
  });
});
