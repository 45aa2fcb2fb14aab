import { SurroundingsError } from '@landfall/persistence';
import type { FailpointListener } from '../failpoints.ts';
import { activeTrace, cloudEventHeaders, type TraceHeaders } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { LogWriter, TopicMessage } from './log/log-writer.ts';
import { Pace } from './pace.ts';

/** So much waits to be confirmed already that nothing more is taken; the same events may be sent again later. */
export class OverloadedError extends SurroundingsError {}

export interface ProducerLimits {
  /** Bytes that may wait to be confirmed; one send that is larger gets in while nothing else waits. */
  mostBytes: number;
  /** How long a send waits to be confirmed before it is refused, in ms. */
  patienceMs: number;
}

interface Outgoing {
  message: TopicMessage;
  bytes: number;
}

/** Events of one send that go in one request. */
interface Part {
  events: Outgoing[];
  bytes: number;
  confirm: () => void;
  refuse: (error: unknown) => void;
}

/** One request per partition must stay under the broker's message.max.bytes, whatever lands in one partition. */
const bytesPerRequest = 800_000;
/** Key, headers and framing of a record, about. */
const bytesPerEnvelope = 700;
const requestEveryMs = 10;
const fullRequest = 20;
const defaultLimits: ProducerLimits = { mostBytes: 16 * 1024 * 1024, patienceMs: 5_000 };

/**
 * Publishes straight from an edge: what it answered for is on all in-sync replicas. While a request is under way, and
 * for 10 ms after a small one, what comes in gathers for the next. What waits is bounded in bytes and in time: when
 * Kafka is slow or away, senders are refused instead of memory filled.
 */
export class EventProducer {
  private waiting: Part[] = [];
  private bytes = 0;
  private sending = false;
  private requestBegan = 0;
  private readonly pace = new Pace(requestEveryMs, fullRequest);

  constructor(
    private readonly logs: Pick<LogWriter, 'write'>,
    private readonly service: string,
    private readonly topicPrefix: string,
    private readonly comeBy?: FailpointListener,
    private readonly limits = defaultLimits,
  ) {}

  /**
   * Resolves when Kafka has confirmed all of the events.
   * @throws OverloadedError when too much is waiting; none of the events is sent then.
   * @throws SurroundingsError when Kafka did not confirm in time; nothing may be answered for then, though some or all
   * of the events may have been, or may yet be written.
   */
  async send(events: readonly OutgoingEvent[], now: Date): Promise<void> {
    const trace = activeTrace();
    const parts = inParts(events.map((event) => this.outgoing(event, now, trace)));
    this.admit(parts.reduce((sum, part) => sum + bytesOf(part), 0));
    const outcomes = await Promise.allSettled(parts.map((part) => this.confirmed(part)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private outgoing(event: OutgoingEvent, now: Date, trace: TraceHeaders): Outgoing {
    const value = JSON.stringify(event.data);
    const headers = cloudEventHeaders(event, this.service, now, trace);
    return {
      message: { topic: this.topicPrefix + event.topic.name, key: event.subject, value, headers },
      bytes: value.length + bytesPerEnvelope,
    };
  }

  private admit(bytes: number): void {
    const { mostBytes, patienceMs } = this.limits;
    if (this.sending && performance.now() - this.requestBegan > patienceMs)
      throw new SurroundingsError('Kafka does not answer');
    if (this.bytes > 0 && this.bytes + bytes > mostBytes)
      throw new OverloadedError(`${this.bytes} bytes wait to be confirmed by Kafka`);
  }

  private async confirmed(events: Outgoing[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const part = { events, bytes: bytesOf(events), confirm: resolve, refuse: reject };
    this.waiting.push(part);
    this.bytes += part.bytes;
    const patience = setTimeout(() => this.giveUp(part), this.limits.patienceMs);
    if (!this.sending) void this.drain();
    await promise.finally(() => clearTimeout(patience));
  }

  /** Whoever waits for the part is told no. What is under way cannot be called back, and counts until it has ended. */
  private giveUp(part: Part): void {
    part.refuse(new SurroundingsError('Kafka did not confirm the write in time'));
    const place = this.waiting.indexOf(part);
    if (place === -1) return;
    this.waiting.splice(place, 1);
    this.bytes -= part.bytes;
  }

  private async drain(): Promise<void> {
    this.sending = true;
    while (this.waiting.length > 0) {
      const together = this.take();
      this.pace.took(together.reduce((sum, { events }) => sum + events.length, 0));
      this.requestBegan = performance.now();
      try {
        await this.sendTogether(together.flatMap(({ events }) => events));
        for (const { confirm } of together) confirm();
      } catch (cause) {
        const error = new SurroundingsError('Kafka did not confirm the write', { cause });
        for (const { refuse } of together) refuse(error);
      }
      this.bytes -= together.reduce((sum, part) => sum + part.bytes, 0);
      await this.pace.rest();
    }
    this.sending = false;
  }

  private take(): Part[] {
    let bytes = 0;
    const end = this.waiting.findIndex((part, index) => {
      bytes += part.bytes;
      return index > 0 && bytes > bytesPerRequest;
    });
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }

  private async sendTogether(events: readonly Outgoing[]): Promise<void> {
    this.comeBy?.('edge.before_produce');
    await this.logs.write(events.map(({ message }) => message));
    this.comeBy?.('edge.produced');
  }
}

const bytesOf = (events: readonly Outgoing[]): number => events.reduce((sum, { bytes }) => sum + bytes, 0);

/** In their order, cut where a request would become too large; an event that is too large by itself goes alone. */
const inParts = (events: readonly Outgoing[]): Outgoing[][] => {
  const parts: Outgoing[][] = [];
  let bytes = 0;
  for (const event of events) {
    const part = parts.at(-1);
    bytes += event.bytes;
    if (part && bytes <= bytesPerRequest) {
      part.push(event);
      continue;
    }
    parts.push([event]);
    bytes = event.bytes;
  }
  return parts;
};
