import { outboxShards, type Transaction } from '@landfall/persistence';
import { cloudEventHeaders } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';

/** A message as the outbox keeps it. */
export interface OutboxMessage {
  shard: number;
  topic: string;
  key: string;
  headers: string;
  data: string;
}

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
    return {
      shard: shardOf(event.subject),
      topic: event.topic.name,
      key: event.subject,
      headers: JSON.stringify(cloudEventHeaders(event, this.service, now)),
      data: JSON.stringify(event.data),
    };
  }

  /** Appends events, in their order, in one statement. */
  async append(tx: Transaction, now: Date, events: readonly OutgoingEvent[]): Promise<void> {
    await this.write(
      tx,
      events.map((event) => this.message(event, now)),
    );
  }

  async write(tx: Transaction, messages: readonly OutboxMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(
      `INSERT INTO outbox (shard, topic, key, headers, data)
       SELECT shard, topic, key, headers, data
       FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (shard smallint, topic text, key text, headers text, data text))
         WITH ORDINALITY AS message(shard, topic, key, headers, data, position)
       ORDER BY position`,
      [JSON.stringify(messages)],
    );
    tx.afterCommit(this.wakeRelay);
  }
}
