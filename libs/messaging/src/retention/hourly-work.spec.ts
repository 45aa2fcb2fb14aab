import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { HourlyWork } from './hourly-work.ts';

const minute = 60_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('is done at the start and every hour, and soon again after a failure', async () => {
  const work = jest
    .fn<() => Promise<void>>()
    .mockResolvedValueOnce()
    .mockRejectedValueOnce(new Error('locked'))
    .mockResolvedValue();
  const failed = jest.fn();
  const hourly = new HourlyWork(work, failed);
  hourly.start();
  expect(work).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(59 * minute);
  expect(work).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(minute);
  expect(work).toHaveBeenCalledTimes(2);
  expect(failed).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(minute);
  expect(work).toHaveBeenCalledTimes(3);
  await hourly.stop();
  await jest.advanceTimersByTimeAsync(120 * minute);
  expect(work).toHaveBeenCalledTimes(3);
});

it('ends what it does before it stops, and does not begin again', async () => {
  const gate = Promise.withResolvers<void>();
  const work = jest.fn(() => gate.promise);
  const hourly = new HourlyWork(work, () => undefined);
  hourly.start();
  const stopped = hourly.stop();
  gate.resolve();
  await stopped;
  await jest.advanceTimersByTimeAsync(120 * minute);
  expect(work).toHaveBeenCalledTimes(1);
});
