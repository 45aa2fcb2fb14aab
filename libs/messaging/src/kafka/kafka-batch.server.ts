import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isRecordFault, type UnitOfWork } from '@landfall/persistence';
import type { TopicDefinition } from '@landfall/contracts';
import type { Admin, Consumer, EachBatchPayload, IMemberAssignment, Kafka } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { registeredTopic, type RawRecord } from '../events/cloud-event.ts';
import { assignPartition } from '../batch/fence.ts';
import { partsOf } from '../batch/transaction-size.ts';
import type { BatchHandler, BatchOutcome, BatchProcessor } from '../batch/batch-processor.ts';
import { GroupCommit } from './group-commit.ts';
import { Pace } from './pace.ts';
import { advancePast, type PipeCounters, type Positions } from '../status/pipe-status.ts';
import type { LogEnd } from '../due-times/hearing.ts';
import type { FailpointListener } from '../failpoints.ts';
import type { PipeLog } from './pipe-log.ts';

export interface KafkaBatchServerOptions {
  service: string;
  kafka: Kafka;
  topicPrefix: string;
  unitOfWork: UnitOfWork;
  processor: BatchProcessor;
  positions: Positions;
  counters: PipeCounters;
  log: PipeLog;
  fetchEveryMs: number;
  /** How long a killed process holds its partitions; a slow one is refused by the fence. */
  sessionTimeoutMs: number;
  /** Hears of an error after which nothing is consumed any more: the process should end, and be started again. */
  gaveUp?: ((error: Error) => void) | undefined;
  comeBy?: FailpointListener | undefined;
}

/** A fetch becomes one transaction, and lies in memory several times over until its commit. */
const bytesPerFetch = 1_500_000;
/** All that a fetch brings comes to hand at once, so that it can share a transaction. */
const partitionsInHand = 64;
const fullFetch = 100;
const killsBeforeSingly = 3;
const commitEveryMs = 1_000;
const maxBackoffMs = 5_000;
/** A member that ends without leaving its group holds its partitions for a whole session. */
const lastTransactionMs = 1_200;

/**
 * Nest transport on kafkajs `eachBatch`: handlers are ordinary providers marked with `@ConsumeBatch(topic)`.
 * Offsets live in Postgres beside the effects; what is committed to Kafka only serves lag tools.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  private consumer: Consumer | undefined;
  private admin: Admin | undefined;
  private clusterId = '';
  private assigning: Promise<void> = Promise.resolve();
  private readonly startsHere = new Map<string, number>();
  private readonly uncommitted = new Map<string, bigint>();
  /** Where the next fetch of a partition begins, once a batch of it has been applied since it was assigned. */
  private readonly comeTo = new Map<string, bigint>();
  private committer: NodeJS.Timeout | undefined;
  private closing = false;
  private joined = false;
  private batchesInHand = 0;

  /** kafkajs fetches again when the batches of the last fetch are done. */
  private readonly pace: Pace;
  private readonly groupCommit: GroupCommit;

  constructor(private readonly options: KafkaBatchServerOptions) {
    super();
    this.pace = new Pace(options.fetchEveryMs, fullFetch);
    this.groupCommit = new GroupCommit(options.processor);
  }

  /** Whether the consumer is a member of its group. */
  isReady(): boolean {
    return this.messageHandlers.size === 0 || this.joined;
  }

  /** Whether a batch is being applied at this moment. */
  get isBusy(): boolean {
    return this.batchesInHand > 0;
  }

  /** Topics with a handler. */
  get topics(): TopicDefinition[] {
    return [...this.messageHandlers.keys()].map(registeredTopic);
  }

  /** Where the logs end that this service consumes. Rejects before it listens. */
  async logEnds(): Promise<LogEnd[]> {
    const ends = this.topics.map(async ({ name }) => {
      if (!this.admin) throw new Error('the logs are not known yet');
      const partitions = await this.admin.fetchTopicOffsets(this.options.topicPrefix + name);
      return partitions.map(({ partition, high }) => ({ topic: name, partition, next: BigInt(high) }));
    });
    return (await Promise.all(ends)).flat();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      if (this.messageHandlers.size > 0) await this.start();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.committer);
    // A fetch may hold a dozen transactions: the group is left after the one that is under way, or without it.
    this.groupCommit.close(lastTransactionMs);
    await this.consumer?.stop();
    await this.commitToKafka();
    await this.consumer?.disconnect();
    await this.admin?.disconnect();
  }

  on(): never {
    throw new Error('KafkaBatchServer has no events of its own: read PipeStatus instead');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async start(): Promise<void> {
    const { kafka, topicPrefix, service } = this.options;
    for (const [name, handler] of this.messageHandlers)
      if (handler.next)
        throw new Error(`Two handlers in ${service} consume ${name}: only one can own its fence`);
    this.admin = kafka.admin();
    await this.admin.connect();
    this.clusterId = (await this.admin.describeCluster()).clusterId;
    const existing = new Set(await this.admin.listTopics());
    const missing = this.topics
      .map((topic) => topicPrefix + topic.name)
      .filter((name) => !existing.has(name));
    if (missing.length > 0)
      throw new Error(`Topics are missing: ${missing.join(', ')}. Create them from the registry first`);

    await this.consume();
    this.committer = setInterval(() => void this.commitToKafka(), commitEveryMs);
  }

  private async consume(): Promise<void> {
    const { kafka, topicPrefix, service, sessionTimeoutMs } = this.options;
    const consumer = kafka.consumer({
      groupId: `${topicPrefix}landfall.${service}`,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: 15_000,
      heartbeatInterval: Math.round(sessionTimeoutMs / 3),
      maxWaitTimeInMs: 500,
      maxBytes: bytesPerFetch,
      retry: { retries: 8, restartOnFailure: async () => !this.closing },
    });
    this.consumer = consumer;
    const { GROUP_JOIN, END_BATCH_PROCESS, CRASH, REBALANCING, DISCONNECT } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      this.joined = true;
      this.comeTo.clear();
      this.assigning = this.assign(payload.memberAssignment);
    });
    consumer.on(REBALANCING, () => (this.joined = false));
    consumer.on(DISCONNECT, () => (this.joined = false));
    consumer.on(CRASH, ({ payload }) => {
      this.joined = false;
      const tell = payload.restart ? 'info' : 'error';
      this.options.log[tell]('consumer_crashed', { error: String(payload.error), restart: payload.restart });
      if (!payload.restart) void this.goOn(consumer, payload.error);
    });
    // Batches of nothing but transaction markers reach no handler: their end is only told here.
    consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0)
        this.cameThroughMarkers(
          this.topicOf(payload.topic).name,
          payload.partition,
          payload as { firstOffset: string | null; lastOffset: string },
        );
    });
    await consumer.connect();
    await consumer.subscribe({
      topics: this.topics.map((topic) => topicPrefix + topic.name),
      fromBeginning: true,
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsInHand,
      eachBatch: async (payload) => {
        this.batchesInHand += 1;
        this.pace.took(payload.batch.messages.length);
        await this.onBatch(payload).finally(() => (this.batchesInHand -= 1));
        // The whole fetch is one round: whichever of its batches is done last rests for all.
        if (this.batchesInHand === 0) await this.pace.rest();
      },
    });
  }

  /** kafkajs gives up where a coordinator is not found while brokers come up; only a fault of our own is final. */
  private async goOn(crashed: Consumer, error: Error): Promise<void> {
    if (!isOfKafka(error)) return this.closing ? undefined : this.options.gaveUp?.(error);
    void crashed.disconnect().catch(() => undefined);
    for (let failures = 0; !this.closing; failures += 1) {
      await delay(backoff(failures));
      try {
        await this.consume();
        if (this.closing) await this.consumer?.disconnect();
        return;
      } catch (failure) {
        this.options.log.warn('consumer_not_started', { failures, error: String(failure) });
        // Not awaited, here as above: half made, it may wait for an answer that does not come.
        void this.consumer?.disconnect().catch(() => undefined);
      }
    }
  }

  private topicOf(name: string): TopicDefinition {
    return registeredTopic(name.slice(this.options.topicPrefix.length));
  }

  /** Reads each assigned partition from its fence, whatever Kafka has been told. */
  private async assign(assignment: IMemberAssignment): Promise<void> {
    for (let failures = 0; !this.closing; failures += 1) {
      try {
        await this.checkFences(assignment);
        return;
      } catch (error) {
        this.options.log.warn('assignment_failed', { failures, error: String(error) });
        await delay(backoff(failures));
      }
    }
  }

  private async checkFences(assignment: IMemberAssignment): Promise<void> {
    for (const [name, partitions] of Object.entries(assignment)) {
      const bounds = new Map(
        (await this.admin?.fetchTopicOffsets(name))?.map((entry) => [entry.partition, entry]),
      );
      for (const partition of partitions) {
        const log = bounds.get(partition);
        if (!log) throw new Error(`Kafka tells no offsets of ${name}/${partition}`);
        const topic = this.topicOf(name).name;
        const { readFrom, stoppedBecause, startsHere } = await this.options.unitOfWork.run(
          { pool: 'consumer', merchants: [] },
          (tx) =>
            assignPartition(tx, topic, partition, {
              clusterId: this.clusterId,
              low: BigInt(log.low),
              high: BigInt(log.high),
            }),
        );
        this.startsHere.set(`${topic}/${partition}`, startsHere);
        this.comeTo.delete(`${topic}/${partition}`);
        if (stoppedBecause) {
          this.stopPartition(name, partition, stoppedBecause);
          continue;
        }
        // It may have been stopped in this process before an operator reset its fence.
        this.consumer?.resume([{ topic: name, partitions: [partition] }]);
        this.consumer?.seek({ topic: name, partition, offset: readFrom.toString() });
      }
    }
  }

  /** From where the fetch began, as far as that is known, else only what it brought: a gap before may have held records. */
  private cameThroughMarkers(
    topic: string,
    partition: number,
    { firstOffset, lastOffset }: { firstOffset: string | null; lastOffset: string },
  ): void {
    const next = BigInt(lastOffset) + 1n;
    const comeTo = this.comeTo.get(`${topic}/${partition}`);
    if (comeTo !== undefined && comeTo < next) {
      this.options.positions.reached(topic, partition, next, comeTo);
      this.comeTo.set(`${topic}/${partition}`, next);
    } else if (firstOffset !== null)
      this.options.positions.reached(topic, partition, next, BigInt(firstOffset));
  }

  private stopPartition(topic: string, partition: number, because: string): void {
    this.options.log.error('partition_stopped', { topic, partition, because });
    this.consumer?.pause([{ topic, partitions: [partition] }]);
  }

  private async onBatch(payload: EachBatchPayload): Promise<void> {
    await this.assigning;
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const { topic: name, partition } = batch;
    if (isStale() || !isRunning()) return;
    const topic = this.topicOf(name);
    const handler = this.batchHandler(topic.name);
    const singly = (this.startsHere.get(`${topic.name}/${partition}`) ?? 0) >= killsBeforeSingly;
    const fetchedFrom = BigInt((batch as unknown as { fetchedOffset: string | number }).fetchedOffset);
    let from = fetchedFrom;
    const parts = partsOf(batch.messages as RawRecord[]);
    for (const records of parts) {
      const lastOffset = records === parts.at(-1) ? batch.lastOffset() : lastOffsetOf(records);
      const nextOffset = BigInt(lastOffset) + 1n;
      const work = {
        topic,
        partition,
        records,
        fetchedFrom: from,
        nextOffset,
        singly,
        handler,
      };
      const outcome = await this.untilSurroundingsHold(() => this.groupCommit.apply(work), payload);
      if (!outcome) return;
      if (outcome.kind === 'stopped') {
        this.stopPartition(name, partition, outcome.because);
        return;
      }
      if (outcome.kind === 'seek') {
        this.options.log.info('seek_to_fence', { topic: name, partition, offset: outcome.offset.toString() });
        await this.compareWithLog(payload);
        return;
      }
      this.count(topic.name, outcome);
      this.comeTo.set(`${topic.name}/${partition}`, nextOffset);
      this.startsHere.delete(`${topic.name}/${partition}`);
      this.uncommitted.set(JSON.stringify([name, partition]), nextOffset);
      resolveOffset(lastOffsetOf(records));
      from = nextOffset;
      if (outcome.refused > 0) await this.compareWithLog(payload);
      await heartbeat();
      if (isStale() || !isRunning()) return;
    }
  }

  /**
   * What was fetched does not fit the fence. Either this process is behind the others, or the log is not the one that
   * the fence was made for: kafkajs begins a log anew, without a word, where it has become another.
   */
  private async compareWithLog(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    await this.untilSurroundingsHold(() => this.checkFences({ [topic]: [partition] }), payload);
  }

  /** Tries for as long as it takes: only the partition waits, and the group membership is kept alive. */
  private async untilSurroundingsHold<T>(
    work: () => Promise<T>,
    { heartbeat, isRunning, isStale, batch }: EachBatchPayload,
  ): Promise<T | undefined> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await work();
      } catch (error) {
        if (isRecordFault(error))
          this.options.log.error('batch_failed', { topic: batch.topic, error: String(error) });
        else
          this.options.log.warn('surroundings_failed', {
            topic: batch.topic,
            failures,
            error: String(error),
          });
        await delay(backoff(failures));
        await heartbeat();
        if (!isRunning() || isStale()) return undefined;
      }
    }
  }

  private batchHandler(topic: string): BatchHandler {
    const handler = this.messageHandlers.get(topic) as MessageHandler;
    return async (events, context) => {
      const result: unknown = await handler(events, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    };
  }

  private count(topic: string, outcome: Extract<BatchOutcome, { kind: 'applied' }>): void {
    const { counters, log } = this.options;
    counters.applied += outcome.applied;
    counters.repeated += outcome.repeated;
    counters.refused += outcome.refused;
    counters.quarantined += outcome.quarantined;
    counters.ignored += outcome.ignored;
    if (outcome.refused > 0) log.info('fence_refused', { topic, records: outcome.refused });
    if (outcome.quarantined > 0) log.warn('records_quarantined', { topic, records: outcome.quarantined });
  }

  private async commitToKafka(): Promise<void> {
    const uncommitted = [...this.uncommitted];
    const offsets = uncommitted.map(([key, offset]) => {
      const [topic, partition] = JSON.parse(key) as [string, number];
      return { topic, partition, offset: offset.toString() };
    });
    this.uncommitted.clear();
    if (offsets.length === 0) return;
    this.options.comeBy?.('offsets.before_commit');
    // Only lag tools read these: a commit that fails is made again with the next one.
    await this.consumer?.commitOffsets(offsets).catch(() => {
      for (const [key, offset] of uncommitted)
        if (!this.uncommitted.has(key)) this.uncommitted.set(key, offset);
    });
    this.options.comeBy?.('offsets.committed');
  }

  /** Moves fences past transaction markers that stand alone, so that "fence at the log's end" can be told. */
  async settleFences(): Promise<void> {
    await this.options.unitOfWork.run({ pool: 'sweeper', merchants: [] }, (tx) =>
      advancePast(tx, this.options.positions),
    );
  }
}

const lastOffsetOf = (part: readonly RawRecord[]): string => part.at(-1)?.offset ?? '';
/** By name: kafkajs' error classes are not among what an ES module can import. */
const isOfKafka = ({ name, cause }: Error): boolean =>
  cause instanceof Error ? isOfKafka(cause) : name.startsWith('KafkaJS');
const backoff = (failures: number): number => Math.min(maxBackoffMs, 50 * 2 ** Math.min(failures, 10));
const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
