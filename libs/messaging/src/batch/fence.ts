import type { Transaction } from '@landfall/persistence';

/** Where a partition stands: the row whose lock and comparison are the whole guard against applying twice. */
export interface Fence {
  nextOffset: bigint;
  /** The last record that was applied: when it is read again it must be the same one. */
  last: { offset: bigint; ceId: string } | null;
  stoppedBecause: string | null;
}

/** What Kafka says of a partition when it is assigned. */
export interface LogBounds {
  clusterId: string;
  low: bigint;
  high: bigint;
}

interface Row {
  next_offset: string;
  cluster_id: string;
  last_offset: string | null;
  last_ce_id: string | null;
  stopped_because: string | null;
  join_count: number;
}

/** Locks the fence until the transaction ends. */
export const lockFence = async (tx: Transaction, topic: string, partition: number): Promise<Fence> => {
  const [row] = await tx.query<Row>(
    `SELECT next_offset, last_offset, last_ce_id, stopped_because FROM consumer_offset
     WHERE topic = $1 AND partition = $2 FOR UPDATE`,
    [topic, partition],
  );
  if (!row) throw new Error(`No fence for ${topic}/${partition}: it is made when the partition is assigned`);
  return { nextOffset: BigInt(row.next_offset), last: lastOf(row), stoppedBecause: row.stopped_because };
};

const lastOf = (row: Row): Fence['last'] =>
  row.last_offset !== null && row.last_ce_id !== null
    ? { offset: BigInt(row.last_offset), ceId: row.last_ce_id }
    : null;

/** Stops a partition for good, until an operator resets its fence. */
export const stopPartition = async (
  tx: Transaction,
  topic: string,
  partition: number,
  because: string,
): Promise<void> => {
  await tx.query('UPDATE consumer_offset SET stopped_because = $3 WHERE topic = $1 AND partition = $2', [
    topic,
    partition,
    because,
  ]);
};

/** Moves the fence; in the transaction that holds its lock and stores the effects. */
export const advanceFence = async (
  tx: Transaction,
  topic: string,
  partition: number,
  nextOffset: bigint,
  last: { offset: string; id: string } | undefined,
): Promise<void> => {
  await tx.query(
    `UPDATE consumer_offset SET next_offset = $3, last_offset = coalesce($4, last_offset), last_ce_id = coalesce($5, last_ce_id)
     WHERE topic = $1 AND partition = $2`,
    [topic, partition, nextOffset.toString(), last?.offset ?? null, last?.id ?? null],
  );
};

export interface Assignment {
  /** Where to read from: the last applied record, to see that it is still the same, else the fence. */
  readFrom: bigint;
  /** Set when the log is not the one that the fence was made for: nothing may be read until an operator decides. */
  stoppedBecause: string | null;
  /** Times in a row that a process began here and never got any further. */
  startsHere: number;
}

/**
 * Checks a newly assigned partition against its fence and makes the fence where there is none.
 * A cluster other than the fence's, a fence beyond the log's end, and a log that begins after the fence
 * (retention passed unread records) stop the partition.
 */
export const assignPartition = async (
  tx: Transaction,
  topic: string,
  partition: number,
  log: LogBounds,
): Promise<Assignment> => {
  const [row] = await tx.query<Row>(
    `INSERT INTO consumer_offset (topic, partition, next_offset, cluster_id, join_offset, join_count)
     VALUES ($1, $2, $3, $4, $3, 0)
     ON CONFLICT (topic, partition) DO UPDATE SET
       join_count = CASE WHEN consumer_offset.join_offset = consumer_offset.next_offset
                         THEN consumer_offset.join_count + 1 ELSE 0 END,
       join_offset = consumer_offset.next_offset
     RETURNING next_offset, cluster_id, last_offset, last_ce_id, stopped_because, join_count`,
    [topic, partition, log.low.toString(), log.clusterId],
  );
  if (!row) throw new Error('unreachable: an upsert returns its row');
  const nextOffset = BigInt(row.next_offset);
  let stoppedBecause = row.stopped_because;
  if (row.cluster_id !== log.clusterId)
    stoppedBecause = `the cluster is ${log.clusterId}, the fence is of ${row.cluster_id}`;
  else if (nextOffset > log.high)
    stoppedBecause = `the fence ${nextOffset} lies beyond the log's end ${log.high}`;
  else if (nextOffset < log.low)
    stoppedBecause = `records ${nextOffset} to ${log.low - 1n} were deleted unread`;
  if (stoppedBecause && stoppedBecause !== row.stopped_because)
    await stopPartition(tx, topic, partition, stoppedBecause);
  const last = lastOf(row);
  return {
    readFrom: last && last.offset >= log.low ? last.offset : nextOffset,
    stoppedBecause,
    startsHere: row.join_count,
  };
};
