import { randomBytes } from 'node:crypto';
import { outboxShards, type Transaction } from '@landfall/persistence';
import { activeTrace, cloudEventHeaders } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { Publication } from './publication.ts';
import type { RowsInHand } from './rows-in-hand.ts';

/** A message, and how the outbox keeps it: a line of JSON with topic, key and headers, and a line with the data. */
export interface OutboxMessage {
  readonly shard: number;
  readonly publication: Publication;
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
    private readonly inHand: RowsInHand,
    private readonly wakeRelay: () => void,
  ) {}

  /** Turns an event into its stored form, in the trace that is active now where none is given. */
  message(event: OutgoingEvent, now: Date, trace = activeTrace()): OutboxMessage {
    const headers = cloudEventHeaders(event, this.service, now, trace);
    const publication = {
      topic: event.topic.name,
      key: event.subject,
      headers,
      value: JSON.stringify(event.data),
    };
    return { shard: shardOf(event.subject), publication, text: textOf(publication) };
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
      for (const row of pack(ofShard)) this.writeRow(tx, shard, row);
    tx.afterCommit(this.wakeRelay);
  }

  private writeRow(tx: Transaction, shard: number, { messages, text, bytes }: Row): void {
    const ticket = newTicket();
    tx.execute('INSERT INTO outbox (shard, messages, ticket) VALUES ($1, $2, $3)', [shard, text, ticket]);
    tx.afterCommit(() =>
      this.inHand.keep(
        ticket,
        messages.map(({ publication }) => publication),
        bytes,
      ),
    );
  }
}

/** Messages that share a row, and its text. */
interface Row {
  readonly messages: readonly OutboxMessage[];
  readonly text: string;
  /** Of the text. */
  readonly bytes: number;
}

/** Puts messages together up to the limit of a publication; one that is larger stands alone. */
export const pack = (messages: readonly OutboxMessage[], limit = bytesPerPublication): Row[] => {
  const rows: Row[] = [];
  let begin = 0;
  let bytes = 0;
  const close = (end: number): void => {
    const some = messages.slice(begin, end);
    const text = some.map((message) => message.text).join('\n');
    // Each was counted with a line break, and the last has none.
    if (some.length > 0) rows.push({ messages: some, text, bytes: bytes - 1 });
    begin = end;
    bytes = 0;
  };
  for (const [index, { text }] of messages.entries()) {
    const size = Buffer.byteLength(text) + 1;
    if (bytes + size > limit) close(index);
    bytes += size;
  }
  close(messages.length);
  return rows;
};

/** What a row is known by to the process that wrote it: ids come again after Postgres was put back to a backup. */
const newTicket = (): string => randomBytes(8).readBigInt64BE().toString();

const textOf = ({ topic, key, headers, value }: Publication): string =>
  `${JSON.stringify([topic, key, headers])}\n${value}`;

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
