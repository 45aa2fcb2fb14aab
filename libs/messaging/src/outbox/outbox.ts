import { outboxShards, type Transaction } from '@landfall/persistence';
import { cloudEventHeaders } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';

/** A message as the outbox keeps it: a line of JSON with topic, key and headers, and a line with the data. */
export interface OutboxMessage {
  readonly shard: number;
  readonly text: string;
}

/** One request per partition must stay under the broker's message.max.bytes, whatever lands in one partition. */
export const bytesPerPublication = 800_000;

/** Which relay publishes a key: FNV-1a, so that one key's messages stay in order. */
export const shardOf = (key: string, shards: number = outboxShards): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  return hash % shards;
};

/** Writes events in the transaction that makes them true; the relay publishes them after its commit. */
export class Outbox {
  constructor(
    private readonly service: string,
    private readonly wakeRelay: () => void,
  ) {}

  /** Turns an event into its stored form under the trace context that is active now. */
  message(event: OutgoingEvent, now: Date): OutboxMessage {
    const head = [event.topic.name, event.subject, cloudEventHeaders(event, this.service, now)];
    return {
      shard: shardOf(event.subject),
      text: `${JSON.stringify(head)}\n${JSON.stringify(event.data)}`,
    };
  }

  /** Appends events, in their order. */
  append(tx: Transaction, now: Date, events: readonly OutgoingEvent[]): void {
    this.write(
      tx,
      events.map((event) => this.message(event, now)),
    );
  }

  /** Appends messages, in their order: one row for all of a shard, as long as they fit one publication. */
  write(tx: Transaction, messages: readonly OutboxMessage[]): void {
    if (messages.length === 0) return;
    for (const [shard, ofShard] of Map.groupBy(messages, (message) => message.shard))
      for (const packed of pack(ofShard.map(({ text }) => text)))
        tx.execute('INSERT INTO outbox (shard, messages) VALUES ($1, $2)', [shard, packed]);
    tx.afterCommit(this.wakeRelay);
  }
}

/** Joins texts up to the limit of a publication; one that is larger stands alone. */
export const pack = (texts: readonly string[], limit = bytesPerPublication): string[] => {
  const packs: string[] = [];
  let begin = 0;
  let bytes = 0;
  for (const [index, text] of texts.entries()) {
    const size = Buffer.byteLength(text) + 1;
    if (index > begin && bytes + size > limit) {
      packs.push(texts.slice(begin, index).join('\n'));
      begin = index;
      bytes = 0;
    }
    bytes += size;
  }
  return texts.length === 0 ? packs : [...packs, texts.slice(begin).join('\n')];
};

/** What the relay sends. */
export interface Publication {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: string;
}

/** The messages of a row of the outbox, in their order. JSON has no line breaks of its own. */
export const unpack = (packed: string): Publication[] => {
  const lines = packed.split('\n');
  const messages: Publication[] = [];
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const [topic, key, headers] = JSON.parse(lines[index] ?? '') as [string, string, Record<string, string>];
    messages.push({ topic, key, headers, value: lines[index + 1] ?? '' });
  }
  return messages;
};
