import type { Kafka, Producer } from 'kafkajs';
import { SurroundingsError } from '@landfall/persistence';
import { cloudEventHeaders } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';

/** Publishes straight from an edge: what it answered for is on all in-sync replicas. */
export class EventProducer {
  private readonly producer: Producer;
  private connecting: Promise<void> | undefined;

  constructor(
    kafka: Kafka,
    private readonly service: string,
    private readonly topicPrefix: string,
  ) {
    this.producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 3 } });
  }

  /** @throws SurroundingsError when Kafka did not confirm; nothing may be answered for then. */
  async send(events: readonly OutgoingEvent[], now: Date): Promise<void> {
    if (events.length === 0) return;
    try {
      this.connecting ??= this.producer.connect();
      await this.connecting;
      await this.producer.sendBatch({
        acks: -1,
        topicMessages: [...Map.groupBy(events, (event) => event.topic.name)].map(([topic, ofTopic]) => ({
          topic: this.topicPrefix + topic,
          messages: ofTopic.map((event) => ({
            key: event.subject,
            value: JSON.stringify(event.data),
            headers: cloudEventHeaders(event, this.service, now),
          })),
        })),
      });
    } catch (error) {
      this.connecting = undefined;
      throw new SurroundingsError('Kafka did not confirm the write', { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}
