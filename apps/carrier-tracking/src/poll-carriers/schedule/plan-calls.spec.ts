import { describe, expect, it } from '@jest/globals';
import type { DueGroup } from '../../persistence/poll-group.store.ts';
import { planCalls } from './plan-calls.ts';

const due = (...sizes: number[]): DueGroup[] =>
  sizes.map((size, nth) => ({ id: `g${nth}`, size, attempts: 0 }));
const sizesOf = ({ calls }: ReturnType<typeof planCalls>) =>
  calls.map((call) => call.map(({ size }) => size));

describe('what goes into one call', () => {
  it.each<[string, number[], number, number[][], boolean]>([
    ['one full group', [4], 2, [[4]], false],
    ['small ones together, the longest waiting first', [1, 2, 3, 1], 2, [[1, 2, 1], [3]], false],
    ['no more than there are calls', [4, 4, 4], 2, [[4], [4]], true],
    ['one that is too large now, alone', [6, 1], 2, [[6], [1]], false],
  ])('is %s', (_, sizes, most, calls, isFull) => {
    const planned = planCalls(due(...sizes), most, 4);
    expect(sizesOf(planned)).toEqual(calls);
    expect(planned.isFull).toBe(isFull);
  });

  it('never is what has failed before with something else', () => {
    const [first, second, third] = due(1, 1, 1) as [DueGroup, DueGroup, DueGroup];
    const planned = planCalls([first, { ...second, attempts: 1 }, third], 3, 4);
    expect(planned.calls.map((call) => call.map(({ id }) => id))).toEqual([['g0', 'g2'], ['g1']]);
  });
});
