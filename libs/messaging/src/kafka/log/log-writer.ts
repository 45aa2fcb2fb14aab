import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { clusterOf, type Cluster } from './kafkajs-cluster.ts';
import { partitionOf } from './partition-of.ts';
import { AppendRefused, produceRequest, type PartitionBatch } from './produce-request.ts';
import { RecordBatch, type Message, type Producer } from './record-batch.ts';

/** A message for a topic (its whole name, prefix included). */
export interface TopicMessage extends Message {
  readonly topic: string;
}

/** Where messages stand in a log now. */
export interface Written {
  readonly topic: string;
  readonly partition: number;
  /** The offset after the last of them. */
  readonly next: bigint;
}

const coordinatorOfTransactions = 1;
/** Never used: nothing is sent in a transaction. */
const transactionTimeout = 15_000;
const attempts = 4;
const firstPauseMs = 100;

type ProducerOf = (topic: string, partition: number, count: number) => Producer | undefined;

/** Appends to the logs of a cluster; what it resolves for is on all in-sync replicas. */
export class LogWriter {
  private readonly cluster: Cluster;
  private connecting: Promise<void> | undefined;
  private isStale = false;

  constructor(kafka: Kafka) {
    this.cluster = clusterOf(kafka);
  }

  /**
   * Appends messages, those of one key in their order. When it rejects, or had to ask again, any of them may stand in a
   * log, and twice. A partition's share must stay under the broker's message.max.bytes.
   */
  write(messages: readonly TopicMessage[]): Promise<Written[]> {
    return this.append(messages, () => undefined);
  }

  /**
   * Becomes the producer of a name. Whoever held it before can no longer append to a partition once this one has: brokers
   * refuse an older epoch from then on, however long its request was on the way.
   */
  async claim(name: string): Promise<FencedWriter> {
    const { producerId, producerEpoch } = await this.again(() =>
      this.reach(async () => {
        const coordinator = await this.cluster.findGroupCoordinator({
          groupId: name,
          coordinatorType: coordinatorOfTransactions,
        });
        return coordinator.initProducerId({ transactionalId: name, transactionTimeout });
      }),
    );
    const append = (messages: readonly TopicMessage[], producerOf: ProducerOf) =>
      this.append(messages, producerOf);
    return new FencedWriter(append, BigInt(producerId), producerEpoch);
  }

  async close(): Promise<void> {
    await this.cluster.disconnect();
  }

  private async append(messages: readonly TopicMessage[], producerOf: ProducerOf): Promise<Written[]> {
    const written: Written[] = [];
    let waiting: Set<PartitionBatch> | undefined;
    await this.again(async () => {
      const sending = (waiting ??= new Set(await this.reach(() => this.batch(messages, producerOf))));
      await this.reach(() => this.send(sending, written));
    });
    return written;
  }

  /** Asks again what a broker refuses for a moment: a leader that moves, a coordinator that is loading. */
  private async again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt === attempts || !(error as { retriable?: boolean }).retriable) throw error;
        await delay(firstPauseMs * 2 ** attempt);
      }
    }
  }

  private async batch(messages: readonly TopicMessage[], producerOf: ProducerOf): Promise<PartitionBatch[]> {
    const byTopic = Map.groupBy(messages, ({ topic }) => topic);
    await this.cluster.addMultipleTargetTopics([...byTopic.keys()]);
    return [...byTopic].flatMap(([topic, ofTopic]) => {
      const partitions = this.cluster.findTopicPartitionMetadata(topic).length;
      // A topic that has just been made is known by its name first.
      if (partitions === 0) throw new AppendRefused({ topic, partition: 0, code: 3, baseOffset: -1n });
      return [...batchesOf(ofTopic, partitions)].map(([partition, batch]) => {
        const records = batch.count;
        return { topic, partition, records, batch: batch.seal(producerOf(topic, partition, records)) };
      });
    });
  }

  /** One request to each leader. A batch waits until an answer says that it stands in the log; whatever else happens is thrown. */
  private async send(waiting: Set<PartitionBatch>, written: Written[]): Promise<void> {
    const byLeader = Map.groupBy(waiting, ({ topic, partition }) => this.leaderOf(topic, partition));
    const requests = [...byLeader].map(async ([nodeId, ofLeader]) => {
      const sent = new Map(ofLeader.map((batch) => [`${batch.topic}/${batch.partition}`, batch]));
      const broker = await this.cluster.findBroker({ nodeId });
      const answers = await broker.connectionPool.send(produceRequest(ofLeader));
      for (const { topic, partition, code, baseOffset } of answers) {
        const batch = sent.get(`${topic}/${partition}`);
        if (code !== 0 || !batch) continue;
        waiting.delete(batch);
        written.push({ topic, partition, next: baseOffset + BigInt(batch.records) });
      }
      const refused = answers.find(({ code }) => code !== 0);
      if (refused) throw new AppendRefused(refused);
    });
    const failed = (await Promise.allSettled(requests)).find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    if (waiting.size > 0) throw new Error(`A broker said nothing of ${waiting.size} batches`);
  }

  private leaderOf(topic: string, partition: number): string {
    const metadata = this.cluster.findTopicPartitionMetadata(topic);
    return String(metadata.find(({ partitionId }) => partitionId === partition)?.leader);
  }

  /** Works when connected and with metadata that is not known to be out of date. */
  private async reach<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.connecting ??= this.cluster.connect();
      await this.connecting;
      if (this.isStale) await this.cluster.refreshMetadata();
      this.isStale = false;
      return await work();
    } catch (error) {
      this.connecting = undefined;
      this.isStale = true;
      throw error;
    }
  }
}

/** Appends in the name of a producer; one call at a time, and none after one that was rejected. */
export class FencedWriter {
  private readonly sequences = new Map<string, number>();

  constructor(
    private readonly append: (
      messages: readonly TopicMessage[],
      producerOf: ProducerOf,
    ) => Promise<Written[]>,
    private readonly id: bigint,
    private readonly epoch: number,
  ) {}

  /** As `LogWriter.write`, but asking again appends nothing twice: brokers know the batches of a producer by number. */
  write(messages: readonly TopicMessage[]): Promise<Written[]> {
    return this.append(messages, (topic, partition, count) => {
      const sequence = this.sequences.get(`${topic}/${partition}`) ?? 0;
      // Sequences go round after 2^31.
      this.sequences.set(`${topic}/${partition}`, (sequence + count) & 0x7fffffff);
      return { id: this.id, epoch: this.epoch, sequence };
    });
  }
}

const batchesOf = (messages: readonly Message[], partitions: number): Map<number, RecordBatch> => {
  const batches = new Map<number, RecordBatch>();
  for (const message of messages) {
    const partition = partitionOf(message.key, partitions);
    let batch = batches.get(partition);
    if (!batch) batches.set(partition, (batch = new RecordBatch()));
    batch.append(message);
  }
  return batches;
};
