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

/** The furthest offset of each partition that somebody has come to. */
export class Positions {
  /** Raised with every position reached. */
  changes = 0;
  private readonly positions = new Map<string, { topic: string; partition: number; next: bigint }>();

  reached(topic: string, partition: number, next: bigint): void {
    const known = this.positions.get(`${topic}/${partition}`);
    if (known && known.next >= next) return;
    this.positions.set(`${topic}/${partition}`, { topic, partition, next });
    this.changes += 1;
  }

  all(): { topic: string; partition: number; next: bigint }[] {
    return [...this.positions.values()];
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
 * Moves fences forward to positions that only markers lie below: a position is reported after its batch was applied,
 * so whatever record stood before it is behind the fence.
 */
export const advancePast = async (tx: Transaction, positions: Positions): Promise<void> => {
  const all = positions.all();
  if (all.length === 0) return;
  await tx.query(
    `UPDATE consumer_offset AS fence SET next_offset = reached.next
     FROM jsonb_to_recordset($1::jsonb) AS reached(topic text, partition int, next bigint)
     WHERE fence.topic = reached.topic AND fence.partition = reached.partition
       AND fence.next_offset < reached.next AND fence.stopped_because IS NULL`,
    [JSON.stringify(all.map(({ topic, partition, next }) => ({ topic, partition, next: next.toString() })))],
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
