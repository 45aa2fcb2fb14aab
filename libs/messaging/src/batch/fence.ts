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

/** Locks the fences of partitions until the transaction ends; the answer is in the order of the question. */
export const lockFences = async (
  tx: Transaction,
  partitions: readonly { topic: { name: string }; partition: number }[],
): Promise<(Fence | undefined)[]> => {
  const rows = await tx.query<Row & { topic: string; partition: number }>(
    `SELECT topic, partition, next_offset, last_offset, last_ce_id, stopped_because FROM consumer_offset
     WHERE (topic, partition) IN (SELECT * FROM unnest($1::text[], $2::int[]))
     ORDER BY topic, partition FOR UPDATE`,
    [partitions.map(({ topic }) => topic.name), partitions.map(({ partition }) => partition)],
  );
  const fences = new Map(
    rows.map((row) => [
      `${row.topic}/${row.partition}`,
      { nextOffset: BigInt(row.next_offset), last: lastOf(row), stoppedBecause: row.stopped_because },
    ]),
  );
  return partitions.map(({ topic, partition }) => fences.get(`${topic.name}/${partition}`));
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

/** Moves fences; in the transaction that holds their locks and stores the effects. */
export const advanceFences = (
  tx: Transaction,
  partitions: readonly {
    topic: { name: string };
    partition: number;
    nextOffset: bigint;
    last: { offset: string; id: string } | undefined;
  }[],
): void => {
  if (partitions.length === 0) return;
  tx.execute(
    `UPDATE consumer_offset AS fence SET next_offset = moved.next,
       last_offset = coalesce(moved.last_offset, fence.last_offset), last_ce_id = coalesce(moved.last_id, fence.last_ce_id)
     FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::text[])
       AS moved(topic, partition, next, last_offset, last_id)
     WHERE fence.topic = moved.topic AND fence.partition = moved.partition`,
    [
      partitions.map(({ topic }) => topic.name),
      partitions.map(({ partition }) => partition),
      partitions.map(({ nextOffset }) => nextOffset.toString()),
      partitions.map(({ last }) => last?.offset ?? null),
      partitions.map(({ last }) => last?.id ?? null),
    ],
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
