import { expect, it } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.ts';

it('sends together what was given while something was under way, in its order', async () => {
  const sent: number[][] = [];
  const answers: (() => void)[] = [];
  const send = oneAtATime<number>((items) => {
    sent.push([...items]);
    return new Promise((answer) => answers.push(answer));
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const calls = [send([1, 2])];
  await turn();
  calls.push(send([3]), send([4, 5]));
  await turn();
  expect(sent).toEqual([[1, 2]]);
  answers.shift()?.();
  await turn();
  expect(sent).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  answers.shift()?.();
  await Promise.all(calls);
});
