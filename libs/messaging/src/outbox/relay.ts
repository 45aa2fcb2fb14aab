import { randomUUID } from 'node:crypto';
import { outboxShards, type Transaction, type UnitOfWork } from '@landfall/persistence';
import { Pace } from '../kafka/pace.ts';
import type { FailpointListener } from '../failpoints.ts';
import type { FencedWriter, LogWriter } from '../kafka/log/log-writer.ts';
import type { PipeLog } from '../kafka/pipe-log.ts';
import { Signal } from '../kafka/signal.ts';
import { Positions } from '../status/pipe-status.ts';
import { bytesPerPublication, unpack } from './outbox.ts';
import type { Publication } from './publication.ts';
import type { RowsInHand } from './rows-in-hand.ts';

export interface RelayOptions {
  service: string;
  logs: LogWriter;
  inHand: RowsInHand;
  topicPrefix: string;
  unitOfWork: UnitOfWork;
  log: PipeLog;
  comeBy?: FailpointListener | undefined;
}

interface OutboxRow {
  readonly id: string;
  readonly ticket: string;
  /** Of its text. */
  readonly bytes: number;
}

const rowsPerTransaction = 1_000;
const idlePollMs = 1_000;
const publishEveryMs = 30;
const fullPublication = 100;
const maxBackoffMs = 5_000;

/** Small: long texts are stored out of line, and their length is known without reading them. */
const oldestRowsSql = `
  SELECT id, ticket, octet_length(messages) AS bytes FROM outbox WHERE shard = $1 ORDER BY id LIMIT $2`;

/**
 * Publishes a service's outbox, one relay a shard at a time over all processes: the shard's row is its lock.
 * The row also names the last owner: a successor first fences the writer of whoever held it before.
 */
export class OutboxRelay {
  private readonly instance = randomUUID();
  private readonly writers = new Map<number, FencedWriter>();
  private readonly loops: Promise<void>[] = [];
  private readonly signals = Array.from({ length: outboxShards }, () => new Signal());
  private running = false;
  private publishing = 0;
  /** Messages published by this process. */
  published = 0;
  /** Where the logs end at least, by what this process has published. */
  readonly written = new Positions();

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.running = true;
    for (let shard = 0; shard < outboxShards; shard += 1) this.loops.push(this.loop(shard));
  }

  async stop(): Promise<void> {
    this.running = false;
    this.wake();
    await Promise.all(this.loops);
  }

  /** Whether something is being published, or was announced and not looked at yet. */
  get isBusy(): boolean {
    return this.publishing > 0 || this.signals.some((signal) => signal.isPending);
  }

  /** There is something to publish. */
  wake(): void {
    for (const signal of this.signals) signal.notify();
  }

  private async loop(shard: number): Promise<void> {
    const signal = this.signals[shard] ?? new Signal();
    const pace = new Pace(publishEveryMs, fullPublication);
    let failures = 0;
    while (this.running) {
      try {
        this.publishing += 1;
        const count = await this.publishSome(shard).finally(() => (this.publishing -= 1));
        failures = 0;
        pace.took(count);
        await (count === 0 ? signal.wait(idlePollMs) : pace.rest());
      } catch (error) {
        failures += 1;
        this.options.log.warn('relay_failed', { shard, failures, error: String(error) });
        this.writers.delete(shard);
        if (this.running)
          await new Promise((resolve) => setTimeout(resolve, Math.min(maxBackoffMs, 100 * 2 ** failures)));
      }
    }
  }

  /** One transaction of Postgres around a write to Kafka; a crash in between publishes twice under the same ids. */
  private async publishSome(shard: number): Promise<number> {
    const published = await this.options.unitOfWork.run({ pool: 'relay', merchants: [] }, async (tx) => {
      const [[held], oldest] = await Promise.all([
        tx.query<{ owner: string | null }>(
          'SELECT owner FROM outbox_shard WHERE shard = $1 FOR UPDATE SKIP LOCKED',
          [shard],
        ),
        tx.query<OutboxRow>(oldestRowsSql, [shard, rowsPerTransaction]),
      ]);
      if (!held || oldest.length === 0) return 0;
      const rows = fittingOnePublication(oldest);
      const ids = rows.map(({ id }) => id);
      const messages = await this.messagesOf(tx, rows);
      this.options.comeBy?.('relay.read');
      const writer = await this.writerOf(tx, shard, held.owner);
      await this.send(writer, messages);
      this.options.comeBy?.('relay.published');
      tx.execute('DELETE FROM outbox WHERE shard = $1 AND id = ANY($2::bigint[])', [shard, ids]);
      tx.afterCommit(() => rows.forEach(({ ticket }) => this.options.inHand.drop(ticket)));
      return messages.length;
    });
    if (published > 0) this.options.comeBy?.('relay.deleted');
    this.published += published;
    return published;
  }

  /** Of rows in their order; what this process did not put there itself is read. */
  private async messagesOf(tx: Transaction, rows: readonly OutboxRow[]): Promise<Publication[]> {
    const known = new Map(rows.map(({ id, ticket }) => [id, this.options.inHand.messagesOf(ticket)]));
    const ids = [...known.keys()];
    const unknown = ids.filter((id) => !known.get(id));
    if (unknown.length > 0) {
      const rows = await tx.query<{ id: string; messages: string }>(
        'SELECT id, messages FROM outbox WHERE id = ANY($1::bigint[])',
        [unknown],
      );
      for (const { id, messages } of rows) known.set(id, unpack(messages));
    }
    return ids.flatMap((id) => {
      const messages = known.get(id);
      if (!messages) throw new Error(`row ${id} of the outbox is gone, though its shard is locked`);
      return messages;
    });
  }

  private async writerOf(tx: Transaction, shard: number, owner: string | null): Promise<FencedWriter> {
    const held = this.writers.get(shard);
    if (held && owner === this.instance) return held;
    const { logs, service, topicPrefix } = this.options;
    const writer = await logs.claim(`${topicPrefix}landfall.${service}.relay-${shard}`);
    this.writers.set(shard, writer);
    tx.execute('UPDATE outbox_shard SET owner = $2 WHERE shard = $1', [shard, this.instance]);
    return writer;
  }

  private async send(writer: FencedWriter, messages: readonly Publication[]): Promise<void> {
    const { topicPrefix } = this.options;
    const written = await writer.write(
      messages.map(({ topic, key, headers, value }) => ({ topic: topicPrefix + topic, key, headers, value })),
    );
    for (const { topic, partition, next } of written)
      this.written.reached(topic.slice(topicPrefix.length), partition, next);
  }
}

/** The first rows whose texts fit one publication together, at least one. */
const fittingOnePublication = (rows: readonly OutboxRow[]): readonly OutboxRow[] => {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += row.bytes;
    return index > 0 && bytes > bytesPerPublication;
  });
  return rows.slice(0, end === -1 ? rows.length : end);
};
