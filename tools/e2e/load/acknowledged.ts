import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { carrierPayloadsTopic } from '@landfall/contracts';
import type { Stack } from '../../stack/stack.ts';

const connect = (stack: Stack): Kafka =>
  new Kafka({ clientId: 'reader', brokers: stack.kafkaBrokers.split(','), logLevel: logLevel.NOTHING });

/** Tracking numbers of all payloads on the topic, read from its beginning to its present end. */
export const numbersOnTopic = async (stack: Stack, topicPrefix: string): Promise<Set<string>> => {
  const topic = topicPrefix + carrierPayloadsTopic.name;
  const kafka = connect(stack);
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic))
      .filter(({ low, high }) => low !== high)
      .map(({ partition, high }) => [partition, BigInt(high)]),
  );
  await admin.disconnect();
  const numbers = new Set<string>();
  if (ends.size === 0) return numbers;
  const consumer = kafka.consumer({ groupId: `${topicPrefix}reader-${Date.now()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const { promise, resolve } = Promise.withResolvers<void>();
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { key } of batch.messages) numbers.add(String(key).split('/')[1] ?? '');
      if (BigInt(batch.lastOffset()) + 1n >= (ends.get(batch.partition) ?? 0n)) ends.delete(batch.partition);
      if (ends.size === 0) resolve();
    },
  });
  await promise;
  await consumer.disconnect();
  return numbers;
};

/** How many scans of each number have been applied. */
export const scansApplied = async (stack: Stack): Promise<Map<string, number>> => {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ number: string; scans: number }>(
    'SELECT number, count(*)::int AS scans FROM carrier_tracking.kept_scan GROUP BY number',
  );
  await client.end();
  return new Map(rows.map(({ number, scans }) => [number, scans]));
};

/** Ids of the members of a service's consumer group, and whether they have settled who reads what. */
export const groupOf = async (
  stack: Stack,
  groupId: string,
): Promise<{ members: number; isStable: boolean }> => {
  const admin = connect(stack).admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([groupId]);
  await admin.disconnect();
  return { members: groups[0]?.members.length ?? 0, isStable: groups[0]?.state === 'Stable' };
};
