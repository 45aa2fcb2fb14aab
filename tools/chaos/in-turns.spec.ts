import { describe, expect, it } from '@jest/globals';
import { inTurns } from './in-turns.ts';

const told = (names: string[], runs?: number): string[] =>
  inTurns(names, runs).map(({ name, run }) => `${name} ${run}`);

describe('runs of scenarios', () => {
  it('take turns until there are as many as were asked for', () =>
    expect(told(['calm', 'kills'], 5)).toEqual(['calm 0', 'kills 0', 'calm 1', 'kills 1', 'calm 2']));

  it('are three of each, and one of the long one, where nobody says how many', () => {
    expect(told(['calm', 'kills'])).toHaveLength(6);
    expect(told(['long'])).toEqual(['long 0']);
  });

  it('are none where nothing can be run', () => expect(told([], 5)).toEqual([]));
});
