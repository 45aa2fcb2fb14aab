import { describe, expect, it } from '@jest/globals';
import { openLoop } from './open-loop.ts';

const { signal } = new AbortController();

describe('the open loop', () => {
  it('starts tasks at their times though earlier ones are not answered', async () => {
    const started: number[] = [];
    let answerAll = (): void => undefined;
    const answers = new Promise<void>((resolve) => (answerAll = resolve));
    const sent = await openLoop(
      [0, 1, 2, 3, 4],
      100,
      async (task) => {
        started.push(task);
        if (task === 4) answerAll();
        await answers;
      },
      signal,
    );
    expect(started).toEqual([0, 1, 2, 3, 4]);
    const [first] = sent;
    expect(sent.map(({ dueAt }) => Math.round(dueAt - (first?.dueAt ?? 0)))).toEqual([0, 10, 20, 30, 40]);
    expect(first!.answeredAt - first!.dueAt).toBeGreaterThanOrEqual(39);
  });

  it('ends with the first failure', async () => {
    const refuse = () => Promise.reject(new Error('answered 503'));
    await expect(openLoop([1, 2, 3], 1_000, refuse, signal)).rejects.toThrow('answered 503');
  });
});
