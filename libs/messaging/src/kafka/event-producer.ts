import type { Kafka, Message, Producer } from 'kafkajs';
import { SurroundingsError } from '@landfall/persistence';
import type { FailpointListener } from '../failpoints.ts';
import { cloudEventHeaders } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import { Pace } from './pace.ts';

interface Waiting {
  messages: { topic: string; message: Message }[];
  bytes: number;
  confirm: () => void;
  refuse: (error: unknown) => void;
}

/** One request per partition must stay under the broker's message.max.bytes, whatever lands in one partition. */
const bytesPerRequest = 800_000;
const requestEveryMs = 10;
const fullRequest = 20;

/**
 * Publishes straight from an edge: what it answered for is on all in-sync replicas. While a request is under way, and
 * for 10 ms after a small one, what comes in gathers for the next.
 */
export class EventProducer {
  private readonly producer: Producer;
  private connecting: Promise<void> | undefined;
  private waiting: Waiting[] = [];
  private sending = false;
  private readonly pace = new Pace(requestEveryMs, fullRequest);

  constructor(
    kafka: Kafka,
    private readonly service: string,
    private readonly topicPrefix: string,
    private readonly comeBy?: FailpointListener,
  ) {
    this.producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 3 } });
  }

  /** @throws SurroundingsError when Kafka did not confirm; nothing may be answered for then. */
  send(events: readonly OutgoingEvent[], now: Date): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    const messages = events.map((event) => {
      const value = JSON.stringify(event.data);
      const headers = cloudEventHeaders(event, this.service, now);
      return { topic: this.topicPrefix + event.topic.name, message: { key: event.subject, value, headers } };
    });
    const bytes = messages.reduce((sum, { message }) => sum + message.value.length, 0);
    return new Promise((confirm, refuse) => {
      this.waiting.push({ messages, bytes, confirm, refuse });
      if (!this.sending) void this.drain();
    });
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  private async drain(): Promise<void> {
    this.sending = true;
    while (this.waiting.length > 0) {
      const together = this.take();
      this.pace.took(together.length);
      try {
        await this.sendTogether(together.flatMap(({ messages }) => messages));
        for (const { confirm } of together) confirm();
      } catch (cause) {
        this.connecting = undefined;
        const error = new SurroundingsError('Kafka did not confirm the write', { cause });
        for (const { refuse } of together) refuse(error);
      }
      await this.pace.rest();
    }
    this.sending = false;
  }

  private take(): Waiting[] {
    let bytes = 0;
    const end = this.waiting.findIndex((one, index) => {
      bytes += one.bytes;
      return index > 0 && bytes > bytesPerRequest;
    });
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }

  private async sendTogether(messages: Waiting['messages']): Promise<void> {
    this.connecting ??= this.producer.connect();
    await this.connecting;
    this.comeBy?.('edge.before_produce');
    await this.producer.sendBatch({
      acks: -1,
      topicMessages: [...Map.groupBy(messages, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
        topic,
        messages: ofTopic.map(({ message }) => message),
      })),
    });
    this.comeBy?.('edge.produced');
  }
}
