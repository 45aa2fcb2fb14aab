import { randomBytes } from 'node:crypto';
import { topicConfigs, type TopicDefinition } from '@landfall/contracts';
import { Kafka, logLevel, type Consumer, type IHeaders } from 'kafkajs';
import { eventually } from './eventually.ts';
import { testStack } from './stack.ts';

export interface ReadRecord {
  key: string | null;
  headers: Record<string, string>;
  value: unknown;
  partition: number;
  offset: string;
}

/** Topics of the test's own (by prefix) in the run's Kafka, with few partitions so that they are made fast. */
export class TestTopics {
  readonly prefix = `test-${randomBytes(4).toString('hex')}.`;
  readonly kafka = new Kafka({
    clientId: 'test',
    brokers: testStack().brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  private readonly consumers: Consumer[] = [];

  async create(): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    const topics = topicConfigs({ prefix: this.prefix, partitions: 2 });
    await admin.createTopics({ topics, waitForLeaders: true });
    // A broker names itself the leader of a new partition before it serves it.
    const isServed = ({ topic }: { topic: string }) =>
      admin.fetchTopicOffsets(topic).then(
        () => true,
        () => false,
      );
    await eventually(
      () => Promise.all(topics.map(isServed)),
      (served) => served.every(Boolean),
    );
    await admin.disconnect();
  }

  /** Puts one record on a topic as a stranger could. */
  async put(
    topic: TopicDefinition,
    record: { key: string | null; value: string | Buffer | null; headers?: IHeaders },
  ): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic: this.prefix + topic.name, acks: -1, messages: [record] });
    await producer.disconnect();
  }

  /** Reads a topic from its beginning; `until` resolves when its predicate holds over all records read so far. */
  async read(
    topic: TopicDefinition,
  ): Promise<{ until(accept: (records: ReadRecord[]) => boolean): Promise<ReadRecord[]> }> {
    const records: ReadRecord[] = [];
    const waiting = new Set<() => void>();
    const consumer = this.kafka.consumer({
      groupId: `${this.prefix}reader-${randomBytes(4).toString('hex')}`,
      maxWaitTimeInMs: 100,
    });
    this.consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [this.prefix + topic.name], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message, partition }) => {
        records.push({
          key: message.key?.toString() ?? null,
          headers: Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          ),
          value: message.value && JSON.parse(message.value.toString()),
          partition,
          offset: message.offset,
        });
        for (const look of waiting) look();
      },
    });
    return {
      until: (accept) =>
        new Promise((resolve) => {
          const look = () => {
            if (!accept(records)) return;
            waiting.delete(look);
            resolve([...records]);
          };
          waiting.add(look);
          look();
        }),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.disconnect()));
  }
}
