import { randomBytes } from 'node:crypto';
import { createTestDatabase, testStack } from '@landfall/testing';
import type { Stack } from '../stack/stack.ts';

/** A database and a topic prefix of the journey's own on the run's Kafka and Postgres. */
export const sharedStack = async (): Promise<{
  stack: Stack;
  topicPrefix: string;
  drop(): Promise<void>;
}> => {
  const database = await createTestDatabase();
  return {
    topicPrefix: `journey-${randomBytes(4).toString('hex')}.`,
    stack: {
      mode: 'external',
      kafkaBrokers: testStack().brokers,
      databaseUrl: database.adminUrl,
      pids: () => ({}),
      supervise: () => undefined,
      stop: async () => undefined,
    },
    drop: () => database.drop(),
  };
};
