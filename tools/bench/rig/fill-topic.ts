import { parcelStatesTopic, topicConfigs, trackingEventsTopic } from '@landfall/contracts';
import { Kafka, logLevel } from 'kafkajs';
import type { Message } from 'kafkajs';
import type { ScanEvent } from '../../workload/scan-stream.ts';

const recordsPerSend = 1_000;

/**
 * Makes the topics of scans and of states under a prefix and puts the events on the former, in their order. Rejects when
 * they exist.
 */
export async function fillTopic(
  brokers: string,
  prefix: string,
  events: Iterable<ScanEvent>,
  signal: AbortSignal,
): Promise<void> {
  const topic = prefix + trackingEventsTopic.name;
  const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  try {
    await admin.connect();
    const names = [topic, prefix + parcelStatesTopic.name];
    const topics = topicConfigs({ prefix }).filter((config) => names.includes(config.topic));
    if (!(await admin.createTopics({ topics, waitForLeaders: true })))
      throw new Error(`The topic ${topic} exists already`);
    await producer.connect();
    let messages: Message[] = [];
    for (const event of events) {
      messages.push(recordOf(event));
      if (messages.length < recordsPerSend) continue;
      signal.throwIfAborted();
      await producer.send({ topic, messages });
      messages = [];
    }
    if (messages.length > 0) await producer.send({ topic, messages });
  } finally {
    await producer.disconnect();
    await admin.disconnect();
  }
}

const recordOf = ({ eventId, merchantId, scan }: ScanEvent): Message => ({
  key: scan.parcelId,
  value: JSON.stringify(scan),
  headers: {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_type: 'tracking.milestone_reached',
    ce_source: 'carrier-tracking',
    ce_subject: scan.parcelId,
    ce_time: scan.recordedAt,
    ce_version: '1',
    'content-type': 'application/json',
    ce_merchantid: merchantId,
  },
});
