import { hash } from 'node:crypto';
import type { TopicDefinition } from '@landfall/contracts';
import { isRecordFault, type Transaction, type UnitOfWork } from '@landfall/persistence';
import type { KnownMerchants } from '../due-times/known-merchants.ts';
import { decodeRecord, type RawRecord } from '../events/cloud-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { ReceivedEvent } from '../events/received-event.ts';
import type { FailpointListener } from '../failpoints.ts';
import type { Outbox, OutboxMessage } from '../outbox/outbox.ts';
import type { Quarantine, QuarantinedRecord } from '../quarantine/quarantine.ts';
import type { BatchContext } from './batch-context.ts';
import { BatchTraces } from './batch-traces.ts';
import { EventClaims } from './claim-events.ts';
import { half, isolateFaults } from './isolate-faults.ts';
import { advanceFences, lockFences, stopPartition, type Fence } from './fence.ts';

/** Applies the events of a batch that were not known before; throws when one of them cannot be applied. */
export type BatchHandler = (events: ReceivedEvent[], context: BatchContext) => Promise<void>;

/** Part of one partition's log, as fetched, and who applies it. */
export interface BatchWork {
  topic: TopicDefinition;
  partition: number;
  records: readonly RawRecord[];
  /** The offset that the fetch asked for: records between it and the first one do not exist in the log. */
  fetchedFrom: bigint;
  /** The offset after the last fetched one, markers included. */
  nextOffset: bigint;
  /** Each record by itself: the batch has killed its process before. */
  singly?: boolean;
  handler: BatchHandler;
}

interface Counts {
  applied: number;
  repeated: number;
  refused: number;
  quarantined: number;
  ignored: number;
}

export type BatchOutcome =
  ({ kind: 'applied' } & Counts) | { kind: 'seek'; offset: bigint } | { kind: 'stopped'; because: string };

export interface BatchProcessorOptions {
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  quarantine: Quarantine;
  merchants: KnownMerchants;
  now: () => Date;
  comeBy?: FailpointListener | undefined;
}

/** A partition's part of the transaction: its work behind the fence, and what comes of it. */
interface Passed {
  work: BatchWork;
  events: ReceivedEvent[];
  counts: Counts;
}

/** What came of some events of a topic. */
interface Applied {
  told: OutboxMessage[];
  applied: ReceivedEvent[];
  repeated: ReceivedEvent[];
}

/** One transaction over any number of partitions. */
interface Round {
  tx: Transaction;
  now: Date;
  messages: OutboxMessage[];
  passed: Passed[];
}

/**
 * The protocol of batches: fences, dedup, state, outbox and the fences' advance in one Postgres transaction, for as many
 * partitions as are waiting. A record's own fault is found by halving under savepoints and quarantined alone;
 * a failure of the surroundings is thrown, and nothing of the group has happened.
 */
export class BatchProcessor {
  private readonly claims = new EventClaims();

  constructor(private readonly options: BatchProcessorOptions) {}

  /** Applies a group, at most one work a partition. The outcomes are in the order of the group. */
  async process(group: readonly BatchWork[]): Promise<BatchOutcome[]> {
    try {
      return await this.transact(group, false);
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      return await this.transact(group, true);
    }
  }

  private async transact(group: readonly BatchWork[], isolating: boolean): Promise<BatchOutcome[]> {
    const { comeBy } = this.options;
    const now = this.options.now();
    comeBy?.('batch.before_begin');
    const outcomes = await this.options.unitOfWork.run({ pool: 'consumer', merchants: [] }, async (tx) => {
      const round: Round = { tx, now, messages: [], passed: [] };
      const outcomes: BatchOutcome[] = [];
      const fences = await lockFences(tx, group);
      comeBy?.('batch.fenced');
      for (const [index, work] of group.entries()) outcomes.push(await this.pass(round, work, fences[index]));
      const merchants = merchantsOf(round.passed.flatMap(({ events }) => events));
      tx.admit(merchants);
      this.options.merchants.remember(tx, merchants);
      for (const [topic, passed] of Map.groupBy(round.passed, ({ work }) => work.topic))
        await this.applyTopic(round, topic, passed, isolating);
      this.options.outbox.write(tx, round.messages);
      advanceFences(
        tx,
        round.passed.map(({ work, events }) => ({ ...work, last: events.at(-1) })),
      );
      comeBy?.('batch.written');
      return outcomes;
    });
    comeBy?.('batch.committed');
    return outcomes;
  }

  /** Holds a partition's records against its fence; those behind it take part in the round. */
  private async pass(round: Round, work: BatchWork, fence: Fence | undefined): Promise<BatchOutcome> {
    const { topic, partition, records } = work;
    if (!fence)
      throw new Error(`No fence for ${topic.name}/${partition}: it is made when the partition is assigned`);
    if (fence.stoppedBecause) return { kind: 'stopped', because: fence.stoppedBecause };
    const replaced = replacedRecord(fence, records);
    if (replaced) {
      await stopPartition(round.tx, topic.name, partition, replaced);
      return { kind: 'stopped', because: replaced };
    }
    if (work.fetchedFrom > fence.nextOffset) return { kind: 'seek', offset: fence.nextOffset };
    const fresh = records.filter((record) => BigInt(record.offset) >= fence.nextOffset);
    // Read again on purpose, to see that it is still there.
    const checked = fence.last && records[0] && BigInt(records[0].offset) === fence.last.offset ? 1 : 0;
    const counts: Counts = {
      applied: 0,
      repeated: 0,
      refused: records.length - fresh.length - checked,
      quarantined: 0,
      ignored: 0,
    };
    if (work.nextOffset > fence.nextOffset) {
      const { events, malformed, ignored } = sortOut(topic, partition, fresh);
      counts.ignored = ignored;
      const passed = { work, events, counts };
      round.passed.push(passed);
      for (const record of malformed) await this.setAside(round, passed, record);
    }
    // Counted on while the round goes on: the outcome is read after its commit.
    return Object.assign(counts, { kind: 'applied' as const });
  }

  private async applyTopic(
    round: Round,
    topic: TopicDefinition,
    passed: readonly Passed[],
    isolating: boolean,
  ): Promise<void> {
    const events = passed.flatMap((one) => one.events);
    const [first] = passed;
    if (!first || events.length === 0) return;
    const partOf = (event: ReceivedEvent) =>
      passed.find(({ work }) => work.partition === event.partition) ?? first;
    const singly = passed.some(({ work }) => work.singly);
    const traces = new BatchTraces(topic.name, events);
    try {
      const attempt = (some: ReceivedEvent[]) => this.apply(round, some, first.work.handler, traces);
      const keep = ({ told, applied, repeated }: Applied) => {
        round.messages.push(...told);
        for (const event of applied) partOf(event).counts.applied += 1;
        for (const event of repeated) partOf(event).counts.repeated += 1;
      };
      if (isolating || singly)
        await isolateFaults(round.tx, events, singly ? 1 : half(events), {
          attempt,
          keep,
          setAside: (event, error) => this.setAside(round, partOf(event), refusedRecord(topic, event, error)),
        });
      else keep(await attempt(events));
    } finally {
      traces.end();
    }
  }

  private async apply(
    { tx, now }: Round,
    events: ReceivedEvent[],
    handler: BatchHandler,
    traces: BatchTraces,
  ): Promise<Applied> {
    const unknown = await this.claims.claim(tx, events);
    this.options.comeBy?.('batch.claimed');
    const told: OutboxMessage[] = [];
    if (unknown.length > 0) {
      await handler(unknown, {
        tx,
        now,
        emit: (event: OutgoingEvent, cause) =>
          void told.push(this.options.outbox.message(event, now, traces.from(cause))),
      });
    }
    const claimed = new Set(unknown);
    return { told, applied: unknown, repeated: events.filter((event) => !claimed.has(event)) };
  }

  private async setAside(round: Round, { counts }: Passed, record: QuarantinedRecord): Promise<void> {
    const event = await this.options.quarantine.keep(round.tx, round.now, record);
    round.messages.push(this.options.outbox.message(event, round.now));
    counts.quarantined += 1;
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
  // A topic that was made anew has another record in the same place.
  identity: [topic.name, partition, record.offset, digestOf(record)],
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

/** The same for the same bytes under the same key. */
const digestOf = ({ key, value }: RawRecord): string =>
  hash('sha1', Buffer.concat([key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]));

const refusedRecord = (topic: TopicDefinition, event: ReceivedEvent, error: unknown): QuarantinedRecord => ({
  identity: [topic.name, event.partition, event.offset, event.id],
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
