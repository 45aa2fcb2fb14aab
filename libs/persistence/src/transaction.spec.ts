import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, jest } from '@jest/globals';
import { isRecordFault } from './faults.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { OpenTransaction, type Connection } from './transaction.ts';

/** Takes statements and answers none, as a connection does that somebody between has forgotten. */
const deadConnection = (): Connection => {
  const dead = Promise.withResolvers<never>();
  return {
    query: () => dead.promise,
    connection: {
      stream: { cork: () => undefined, uncork: () => undefined, destroy: (error) => dead.reject(error) },
    },
  };
};

afterEach(() => void jest.useRealTimers());

it('sends the statements of a tick in one write', async () => {
  const seen: string[] = [];
  const connection: Connection = {
    query: async ({ text }) => {
      seen.push(text);
      await setImmediate();
      return { command: text };
    },
    connection: {
      stream: {
        cork: () => void seen.push('cork'),
        uncork: () => void seen.push('uncork'),
        destroy: () => undefined,
      },
    },
  };
  const transaction = new OpenTransaction(connection, new PreparedStatements(), { merchants: [] });
  transaction.execute('INSERT');
  await transaction.query('SELECT');
  await transaction.commit();
  expect(seen).toEqual([
    'cork',
    'START TRANSACTION',
    'INSERT',
    'SELECT',
    'uncork',
    'cork',
    'COMMIT',
    'uncork',
  ]);
});

it('is given up when its connection answers nothing any more, as a fault of the surroundings', async () => {
  jest.useFakeTimers();
  const transaction = new OpenTransaction(deadConnection(), new PreparedStatements(), { merchants: [] });
  const asked = transaction.query('SELECT').catch((error: unknown) => error);
  // More than statement_timeout.
  await jest.advanceTimersByTimeAsync(30_001);
  expect(await Promise.race([asked, 'still waiting'])).toBe('still waiting');
  await jest.advanceTimersByTimeAsync(10_000);
  const error = await asked;
  expect(String(error)).toContain('silent for 35 s');
  expect(isRecordFault(error)).toBe(false);
});
