import { describe, expect, it } from '@jest/globals';
import { drawsOf, happens } from './draws-of.ts';

const some = (...names: Parameters<typeof drawsOf>) => {
  const draws = drawsOf(...names);
  return Array.from({ length: 5 }, () => draws.next());
};

describe('a stream of draws', () => {
  it('is the same for the same seed and names', () =>
    expect(some(1, 'parcel', 7)).toEqual(some(1, 'parcel', 7)));

  it('is another for another seed, name or number', () => {
    expect(some(2, 'parcel', 7)).not.toEqual(some(1, 'parcel', 7));
    expect(some(1, 'feed', 7)).not.toEqual(some(1, 'parcel', 7));
    expect(some(1, 'parcel', 8)).not.toEqual(some(1, 'parcel', 7));
  });

  it('begins anywhere in its range: the first draws of many streams are uniform', () => {
    const low = Array.from({ length: 10_000 }, (_, index) => drawsOf(3, 'parcel', index)).filter((draws) =>
      happens(draws, 0.2),
    ).length;
    expect(Math.abs(low - 2_000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.2 * 0.8));
  });
});
