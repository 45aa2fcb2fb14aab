import { parcelStatesTopic, topicConfigs, trackingEventsTopic } from '@landfall/contracts';
import { Kafka, logLevel } from 'kafkajs';
import type { Message } from 'kafkajs';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import { inGroups } from '../in-groups.ts';
import { onceLed } from './once-led.ts';
import { oneAtATime } from './one-at-a-time.ts';

const recordsPerSend = 1_000;

/** Puts scans on a topic, in the order in which they are given. */
export interface Feed {
  /** Resolves when Kafka has confirmed them. What is given while a request is under way goes with the next. */
  send(events: readonly ScanEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** Makes the topics of scans and of states under a prefix. Rejects when they exist. */
export async function openFeed(brokers: string, prefix: string): Promise<Feed> {
  const topic = prefix + trackingEventsTopic.name;
  const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await admin.connect();
  try {
    const names = [topic, prefix + parcelStatesTopic.name];
    const topics = topicConfigs({ prefix }).filter((config) => names.includes(config.topic));
    if (!(await admin.createTopics({ topics, waitForLeaders: false })))
      throw new Error(`The topic ${topic} exists already`);
    for (const name of names) await onceLed(() => admin.fetchTopicOffsets(name));
  } finally {
    await admin.disconnect();
  }
  await producer.connect();
  return {
    send: oneAtATime(async (events) => {
      await producer.send({ topic, messages: events.map(recordOf) });
    }),
    close: () => producer.disconnect(),
  };
}

/** Makes the topics under a prefix and puts the events on the one of scans, in their order. */
export async function fillTopic(
  brokers: string,
  prefix: string,
  events: Iterable<ScanEvent>,
  signal: AbortSignal,
): Promise<void> {
  const feed = await openFeed(brokers, prefix);
  try {
    for (const some of inGroups(events, recordsPerSend)) {
      signal.throwIfAborted();
      await feed.send(some);
    }
  } finally {
    await feed.close();
  }
}

const recordOf = ({ eventId, merchantId, scan, traceparent }: ScanEvent): Message => ({
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
    ...(traceparent && { traceparent }),
  },
});
