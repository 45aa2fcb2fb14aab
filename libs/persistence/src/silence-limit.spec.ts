import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { SilenceLimit } from './silence-limit.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const limitMs = 1_000;
const given = () => {
  const giveUp = jest.fn();
  const limit = new SilenceLimit(limitMs, giveUp);
  const ask = () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    return { answered: limit.watch(promise), answer: () => resolve('answer') };
  };
  return { giveUp, ask };
};

it('gives up what has answered nothing for too long', async () => {
  const { giveUp, ask } = given();
  ask();
  await jest.advanceTimersByTimeAsync(limitMs - 1);
  expect(giveUp).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(giveUp).toHaveBeenCalledTimes(1);
});

it('bears with many answers that take longer together', async () => {
  const { giveUp, ask } = given();
  const asked = [ask(), ask(), ask()];
  for (const { answered, answer } of asked) {
    await jest.advanceTimersByTimeAsync(limitMs - 1);
    answer();
    expect(await answered).toBe('answer');
  }
  expect(giveUp).not.toHaveBeenCalled();
});

it('lets nothing be owed for as long as it likes', async () => {
  const { giveUp, ask } = given();
  const { answered, answer } = ask();
  answer();
  await answered;
  await jest.advanceTimersByTimeAsync(10 * limitMs);
  expect(giveUp).not.toHaveBeenCalled();
  ask();
  await jest.advanceTimersByTimeAsync(limitMs);
  expect(giveUp).toHaveBeenCalledTimes(1);
});
