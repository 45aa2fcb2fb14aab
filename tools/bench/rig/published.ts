import { randomUUID } from 'node:crypto';
import { parcelStatesTopic } from '@landfall/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { md5 } from './effects.ts';
import type { MessageTally } from './effects.ts';
import { onceLed } from './once-led.ts';

/** Where a topic's partitions end, and thus where what a run publishes begins. */
export interface Tip {
  readonly topic: string;
  readonly ends: ReadonlyMap<number, bigint>;
}

const clientOf = (brokers: string): Kafka =>
  new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });

/** The tip of the topic of parcel states under a prefix. */
export async function tipOf(brokers: string, prefix: string): Promise<Tip> {
  const topic = prefix + parcelStatesTopic.name;
  const admin = clientOf(brokers).admin();
  await admin.connect();
  try {
    const offsets = await onceLed(() => admin.fetchTopicOffsets(topic));
    return { topic, ends: new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)])) };
  } finally {
    await admin.disconnect();
  }
}

/** Adds the committed messages that stand behind a tip by now. */
export async function tallyPublished(
  brokers: string,
  { topic, ends }: Tip,
  told: MessageTally,
): Promise<void> {
  const kafka = clientOf(brokers);
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: `bench-read-${randomUUID()}`, allowAutoTopicCreation: false });
  try {
    await admin.connect();
    const unread = new Map(
      (await admin.fetchTopicOffsets(topic))
        .map(({ partition, high }) => [partition, BigInt(high)] as const)
        .filter(([partition, high]) => high > (ends.get(partition) ?? 0n)),
    );
    if (unread.size === 0) return;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] });
    const allRead = new Promise<void>((resolve) => {
      // Told of batches of nothing but transaction markers as well, which reach no handler.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
        if (BigInt(lastOffset) + 1n >= (unread.get(partition) ?? 0n)) unread.delete(partition);
        if (unread.size === 0) resolve();
      });
    });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const { key, headers, value } of batch.messages)
          told.add({
            key: String(key),
            version: Number(headers?.['ce_version']),
            digest: md5(value ?? ''),
          });
        return Promise.resolve();
      },
    });
    for (const [partition, offset] of ends) consumer.seek({ topic, partition, offset: offset.toString() });
    await allRead;
  } finally {
    await consumer.disconnect();
    await admin.disconnect();
  }
}
