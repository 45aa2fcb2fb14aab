import type { Transaction } from '@landfall/persistence';

/** What this process has done since it started. */
export class PipeCounters {
  applied = 0;
  repeated = 0;
  /** Records that the fence dropped: redelivered, or brought by a zombie. */
  refused = 0;
  quarantined = 0;
  ignored = 0;
}

interface Stretch {
  topic: string;
  partition: number;
  from: bigint;
  next: bigint;
}

/** The furthest stretch of each partition that somebody has come through without a break. */
export class Positions {
  /** Raised with every position reached. */
  changes = 0;
  private readonly stretches = new Map<string, Stretch>();

  /** @param from where the stretch begins that has been come through; the log's beginning by default */
  reached(topic: string, partition: number, next: bigint, from = 0n): void {
    const known = this.stretches.get(`${topic}/${partition}`);
    if (known && known.from <= from && known.next >= next) return;
    const begin = known && known.from <= from && known.next >= from ? known.from : from;
    this.stretches.set(`${topic}/${partition}`, { topic, partition, from: begin, next });
    this.changes += 1;
  }

  all(): Stretch[] {
    return [...this.stretches.values()];
  }
}

/** A partition's fence as the service stores it. */
export interface FenceStatus {
  topic: string;
  partition: number;
  nextOffset: string;
  stoppedBecause: string | null;
}

/**
 * Moves fences that stand in a stretch of nothing but markers to its end. One that stands before it stays: there may be
 * records between them that it was put back to when Postgres was restored, or that a topic made anew has there.
 */
export const advancePast = async (tx: Transaction, positions: Positions): Promise<void> => {
  const all = positions.all();
  if (all.length === 0) return;
  await tx.query(
    `UPDATE consumer_offset AS fence SET next_offset = reached.next
     FROM jsonb_to_recordset($1::jsonb) AS reached(topic text, partition int, "from" bigint, next bigint)
     WHERE fence.topic = reached.topic AND fence.partition = reached.partition
       AND fence.next_offset >= reached.from AND fence.next_offset < reached.next AND fence.stopped_because IS NULL`,
    [JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))],
  );
};

/** The fences and whether the outbox still holds something. */
export const readPipe = async (tx: Transaction): Promise<{ fences: FenceStatus[]; outboxEmpty: boolean }> => {
  const fences = await tx.query<{
    topic: string;
    partition: number;
    next_offset: string;
    stopped_because: string | null;
  }>('SELECT topic, partition, next_offset, stopped_because FROM consumer_offset');
  const [outbox] = await tx.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM outbox) AS empty');
  return {
    fences: fences.map((row) => ({
      topic: row.topic,
      partition: row.partition,
      nextOffset: row.next_offset,
      stoppedBecause: row.stopped_because,
    })),
    outboxEmpty: outbox?.empty ?? false,
  };
};
