import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ordersTopic, parcelsTopic } from '@landfall/contracts';
import { testStack, TestTopics } from '@landfall/testing';
import { connectKafka } from '../connect.ts';
import { LogWriter } from './log-writer.ts';
import { partitionOf } from './partition-of.ts';
import { AppendRefused } from './produce-request.ts';

const topics = new TestTopics();
const topic = topics.prefix + ordersTopic.name;
const name = `${topics.prefix}relay-0`;
const logs: LogWriter[] = [];
const open = (): LogWriter => {
  const log = new LogWriter(topics.kafka);
  logs.push(log);
  return log;
};
/** Keys of this test; `home` stands in the first of the two partitions. */
const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const home = keys.filter((key) => partitionOf(key, 2) === 0);
const away = keys.filter((key) => partitionOf(key, 2) === 1);
const message = (key: string | undefined, note: string) => ({
  topic,
  key: key ?? '',
  headers: { ce_id: note, ce_type: 'order.cancelled' },
  value: JSON.stringify({ note }),
});
const notesOf = async (key: string | undefined, last: string): Promise<string[]> => {
  const reading = await topics.read(ordersTopic);
  const records = await reading.until((read) => read.some(({ headers }) => headers['ce_id'] === last));
  return records.filter((record) => record.key === key).map(({ value }) => (value as { note: string }).note);
};

beforeAll(() => topics.create());
afterAll(async () => {
  for (const log of logs) await log.close();
  await topics.close();
});

describe('a client of ours', () => {
  it('reads what it fetches with its own decoder', async () => {
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const kafka = connectKafka({ clientId: 'spec', brokers: testStack().brokers, log: silent });
    const consumer = kafka.consumer({ groupId: `${topics.prefix}spec`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [topics.prefix + parcelsTopic.name], fromBeginning: true });
      const headers = new Promise((resolve) => {
        void consumer.run({ eachMessage: async ({ message: { headers } }) => resolve(headers) });
      });
      await open().write([{ ...message('parcel', 'z'), topic: topics.prefix + parcelsTopic.name }]);
      // kafkajs' decoder leaves them as bytes.
      expect(await headers).toEqual({ ce_id: 'z', ce_type: 'order.cancelled' });
    } finally {
      await consumer.disconnect();
    }
  });
});

describe('the writer of logs', () => {
  it('appends in order, each key to its partition, and tells where the logs end', async () => {
    const first = await open().write([message(home[0], 'a'), message(away[0], 'b'), message(home[0], 'c')]);
    expect(first.toSorted((one, other) => one.partition - other.partition)).toEqual([
      { topic, partition: 0, next: 2n },
      { topic, partition: 1, next: 1n },
    ]);
    expect(await notesOf(home[0], 'c')).toEqual(['a', 'c']);
  });

  it('lets nobody append who held the name before, once its successor has', async () => {
    const former = await open().claim(name);
    await former.write([message(home[0], 'd')]);
    await former.write([message(home[0], 'e'), message(home[1], 'f')]);
    const successor = await open().claim(name);
    // Where the successor has not been yet, what comes late stands before what the successor will append.
    await former.write([message(home[0], 'g')]);
    await successor.write([message(home[0], 'g'), message(home[0], 'h')]);
    await expect(former.write([message(home[0], 'i')])).rejects.toMatchObject({ code: 47 });
    await expect(former.write([message(home[0], 'i')])).rejects.toThrow(AppendRefused);
    await successor.write([message(home[0], 'j')]);
    expect(await notesOf(home[0], 'j')).toEqual(['a', 'c', 'd', 'e', 'g', 'g', 'h', 'j']);
  });

  it('refuses a topic that does not exist, and goes on', async () => {
    const log = open();
    await expect(log.write([{ ...message(home[0], 'x'), topic: `${topic}.nowhere` }])).rejects.toThrow();
    await expect(log.write([message(home[0], 'k')])).resolves.toHaveLength(1);
  });
});
