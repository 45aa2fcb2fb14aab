import { describe, expect, it } from '@jest/globals';
import { recordOf } from './recorded-world.ts';
import { madeUpReport } from './recorded-world.spec-kit.ts';

describe('what is kept of a report', () => {
  it('is every seed, without examples and goals', () => {
    const reports = [madeUpReport({ seed: 1 }), madeUpReport({ seed: 2 })];
    const kept = recordOf({ reports, goals: [] }).reports;
    expect(kept.map(({ seed }) => seed)).toEqual([1, 2]);
    const { examples: _examples, goals: _goals, ...scores } = madeUpReport();
    expect(kept[0]).toEqual(scores);
  });

  it('is the one seed of a report that has no other', () =>
    expect(recordOf(madeUpReport({ seed: 7 })).reports).toHaveLength(1));

  it('is nothing of what the world did not write', () => {
    expect(() => recordOf({ name: 'calm', seed: 1, runs: 200 })).toThrow(
      'no report of npm run world: it has no codes, no incidents, no estimate, no usualRule, no badInput',
    );
    expect(() => recordOf(null)).toThrow('it has no seed, no codes');
  });
});
