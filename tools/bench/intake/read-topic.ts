import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

/** Reads a topic from its beginning to the end that it has now, records of committed transactions only. */
export async function readTopic(
  brokers: string,
  topic: string,
  take: (record: { key: string; value: Buffer }) => void,
): Promise<void> {
  const kafka = new Kafka({
    clientId: 'bench-read',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(
    ends.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  if (open.size === 0) return;
  const consumer = kafka.consumer({ groupId: `bench-read-${randomUUID()}`, allowAutoTopicCreation: false });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((done, failed) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error));
      // Markers of transactions at the end of a log are told of here only.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
        const end = open.get(payload.partition);
        if (end !== undefined && BigInt(payload.lastOffset) + 1n >= end) open.delete(payload.partition);
        if (open.size === 0) done();
      });
      consumer
        .run({
          eachBatch: ({ batch }) => {
            for (const { key, value } of batch.messages)
              if (value) take({ key: key?.toString() ?? '', value });
            return Promise.resolve();
          },
        })
        .catch(failed);
    });
  } finally {
    await consumer.disconnect();
  }
}
