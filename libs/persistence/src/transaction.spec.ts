import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { isRecordFault } from './faults.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { OpenTransaction, type Connection } from './transaction.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Takes statements and answers none, as a connection does that somebody between has forgotten. */
const deadConnection = (): Connection => {
  const dead = Promise.withResolvers<never>();
  return {
    query: () => dead.promise,
    connection: { stream: { destroy: (error) => dead.reject(error) } },
  };
};

it('is given up when its connection answers nothing any more, as a fault of the surroundings', async () => {
  const transaction = new OpenTransaction(deadConnection(), new PreparedStatements(), []);
  const asked = transaction.query('SELECT').catch((error: unknown) => error);
  // More than statement_timeout.
  await jest.advanceTimersByTimeAsync(30_001);
  expect(await Promise.race([asked, 'still waiting'])).toBe('still waiting');
  await jest.advanceTimersByTimeAsync(10_000);
  const error = await asked;
  expect(String(error)).toContain('silent for 35 s');
  expect(isRecordFault(error)).toBe(false);
});
