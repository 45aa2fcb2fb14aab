import type { TopicDefinition } from '@landfall/contracts';
import { isRecordFault, type Transaction, type UnitOfWork } from '@landfall/persistence';
import type { KnownMerchants } from '../due-times/known-merchants.ts';
import { decodeRecord, type RawRecord } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { ReceivedEvent } from '../events/received-event.ts';
import type { Outbox, OutboxMessage } from '../outbox/outbox.ts';
import type { Quarantine, QuarantinedRecord } from '../quarantine/quarantine.ts';
import type { BatchContext } from './batch-context.ts';
import { BatchTraces } from './batch-traces.ts';
import { half, isolateFaults } from './isolate-faults.ts';
import { advanceFence, lockFence, stopPartition, type Fence } from './fence.ts';

/** Applies the events of a batch that were not known before; throws when one of them cannot be applied. */
export type BatchHandler = (events: ReceivedEvent[], context: BatchContext) => Promise<void>;

/** Part of one partition's log, as fetched. */
export interface FetchedRecords {
  topic: TopicDefinition;
  partition: number;
  records: readonly RawRecord[];
  /** The offset that the fetch asked for: records between it and the first one do not exist in the log. */
  fetchedFrom: bigint;
  /** The offset after the last fetched one, markers included. */
  nextOffset: bigint;
  /** Each record in a transaction of its own: the batch has killed its process before. */
  singly?: boolean;
}

export type BatchOutcome =
  | {
      kind: 'applied';
      applied: number;
      repeated: number;
      refused: number;
      quarantined: number;
      ignored: number;
    }
  | { kind: 'seek'; offset: bigint }
  | { kind: 'stopped'; because: string };

export interface BatchProcessorOptions {
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  quarantine: Quarantine;
  merchants: KnownMerchants;
  now: () => Date;
}

interface Effects {
  messages: OutboxMessage[];
  quarantined: number;
  applied: number;
  repeated: number;
}

/**
 * The protocol of one batch: fence, dedup, state, outbox and the fence's advance in one Postgres transaction.
 * A record's own fault is found by halving under savepoints and quarantined alone;
 * a failure of the surroundings is thrown, and nothing of the batch has happened.
 */
export class BatchProcessor {
  constructor(private readonly options: BatchProcessorOptions) {}

  async process(fetched: FetchedRecords, handler: BatchHandler): Promise<BatchOutcome> {
    try {
      return await this.transact(fetched, handler, false);
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      return await this.transact(fetched, handler, true);
    }
  }

  private transact(
    fetched: FetchedRecords,
    handler: BatchHandler,
    isolating: boolean,
  ): Promise<BatchOutcome> {
    const { topic, partition, records } = fetched;
    const now = this.options.now();
    return this.options.unitOfWork.run(
      { pool: 'consumer', merchants: [] },
      async (tx): Promise<BatchOutcome> => {
        const fence = await lockFence(tx, topic.name, partition);
        if (fence.stoppedBecause) return { kind: 'stopped', because: fence.stoppedBecause };
        const replaced = replacedRecord(fence, records);
        if (replaced) {
          await stopPartition(tx, topic.name, partition, replaced);
          return { kind: 'stopped', because: replaced };
        }
        const fresh = records.filter((record) => BigInt(record.offset) >= fence.nextOffset);
        const refused = records.length - fresh.length;
        if (fetched.fetchedFrom > fence.nextOffset) return { kind: 'seek', offset: fence.nextOffset };
        if (fetched.nextOffset <= fence.nextOffset)
          return { kind: 'applied', applied: 0, repeated: 0, refused, quarantined: 0, ignored: 0 };

        const effects: Effects = { messages: [], quarantined: 0, applied: 0, repeated: 0 };
        const { events, malformed, ignored } = sortOut(topic, partition, fresh);
        for (const record of malformed) await this.setAside(tx, now, record, effects);

        const traces = new BatchTraces(topic.name, events);
        try {
          const merchants = merchantsOf(events);
          await tx.admit(merchants);
          await this.options.merchants.remember(tx, merchants);
          if (events.length > 0) {
            const attempt = (some: ReceivedEvent[]) => this.apply(tx, now, some, handler, traces, effects);
            if (isolating || fetched.singly)
              await isolateFaults(tx, events, attempt, {
                size: fetched.singly ? 1 : half(events),
                setAside: (event, error) =>
                  this.setAside(tx, now, refusedRecord(topic, event, error), effects),
              });
            else await attempt(events);
          }
          await this.options.outbox.write(tx, effects.messages);
          await advanceFence(tx, topic.name, partition, fetched.nextOffset, events.at(-1));
        } finally {
          traces.end();
        }
        const { applied, repeated, quarantined } = effects;
        return { kind: 'applied', applied, repeated, refused, quarantined, ignored };
      },
    );
  }

  private async apply(
    tx: Transaction,
    now: Date,
    events: ReceivedEvent[],
    handler: BatchHandler,
    traces: BatchTraces,
    effects: Effects,
  ): Promise<void> {
    const unknown = await claimEvents(tx, events);
    const messages: OutboxMessage[] = [];
    if (unknown.length > 0) {
      await handler(unknown, {
        tx,
        now,
        emit: (event: OutgoingEvent, cause) =>
          void messages.push(traces.under(cause, () => this.options.outbox.message(event, now))),
      });
    }
    effects.messages.push(...messages);
    effects.applied += unknown.length;
    effects.repeated += events.length - unknown.length;
  }

  private async setAside(
    tx: Transaction,
    now: Date,
    record: QuarantinedRecord,
    effects: Effects,
  ): Promise<void> {
    effects.messages.push(
      this.options.outbox.message(await this.options.quarantine.keep(tx, now, record), now),
    );
    effects.quarantined += 1;
  }
}

/** Says so when the record that was applied last is not the one that stands there now: the topic was made anew. */
const replacedRecord = ({ last }: Fence, records: readonly RawRecord[]): string | undefined => {
  const again = last && records.find((record) => BigInt(record.offset) === last.offset);
  const ceId = again?.headers?.['ce_id']?.toString();
  return again && ceId !== last.ceId
    ? `record ${last.offset} was ${last.ceId} and is now ${ceId ?? 'another'}`
    : undefined;
};

/** Claims the ids that nobody has claimed: the events that this service has not yet applied, in their order. */
const claimEvents = async (tx: Transaction, events: ReceivedEvent[]): Promise<ReceivedEvent[]> => {
  const claimed = await tx.query<{ event_id: string }>(
    `INSERT INTO processed_event (event_id)
     SELECT DISTINCT id FROM unnest($1::uuid[]) AS incoming(id) ORDER BY id
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [events.map((event) => event.id)],
  );
  const fresh = new Set(claimed.map((row) => row.event_id));
  return events.filter((event) => fresh.delete(event.id));
};

const merchantsOf = (events: readonly ReceivedEvent[]): string[] => [
  ...new Set(events.map((event) => event.merchantId).filter((id) => id !== null)),
];

const sortOut = (topic: TopicDefinition, partition: number, records: readonly RawRecord[]) => {
  const events: ReceivedEvent[] = [];
  const malformed: QuarantinedRecord[] = [];
  let ignored = 0;
  for (const record of records) {
    const decoded = decodeRecord(topic, partition, record);
    if (decoded.kind === 'event') events.push(decoded.event);
    else if (decoded.kind === 'ignored') ignored += 1;
    else malformed.push(malformedRecord(topic, partition, record, decoded.reason, decoded.detail));
  }
  return { events, malformed, ignored };
};

const malformedRecord = (
  topic: TopicDefinition,
  partition: number,
  record: RawRecord,
  reason: string,
  detail: string,
): QuarantinedRecord => ({
  identity: [topic.name, partition, record.offset],
  merchantId: null,
  reason,
  detail,
  topic: topic.name,
  partition,
  offset: record.offset,
  key: record.key?.toString() ?? '',
  headers: Object.fromEntries(
    Object.entries(record.headers ?? {}).map(([name, value]) => [name, String(value)]),
  ),
  body: record.value,
});

const refusedRecord = (topic: TopicDefinition, event: ReceivedEvent, error: unknown): QuarantinedRecord => ({
  identity: [topic.name, event.partition, event.offset],
  merchantId: event.merchantId,
  reason: 'cannot_be_applied',
  detail: error instanceof Error ? error.message : String(error),
  topic: topic.name,
  partition: event.partition,
  offset: event.offset,
  key: event.subject,
  headers: {
    ce_id: event.id,
    ce_type: event.type,
    ...(event.merchantId && { ce_merchantid: event.merchantId }),
  },
  body: Buffer.from(JSON.stringify(event.data)),
});
