import type { SettleStatus } from '@landfall/service-kit';

/** Ends of the logs, by topic and partition: the offset that the next record will have. */
export type LogEnds = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** What keeps a service from rest at this instant of the clock, in words; empty when nothing does. */
export const unsettled = (status: SettleStatus, now: Date): string[] => {
  const left: string[] = [];
  if (status.clock !== now.toISOString()) left.push(`clock at ${status.clock}`);
  if (status.busy) left.push('busy');
  if (status.openRequests > 0) left.push(`${status.openRequests} requests open`);
  if (!status.outboxEmpty) left.push('outbox not empty');
  if (status.pending > 0) left.push(`${status.pending} effects unfinished`);
  if (status.nextDueAt !== null && new Date(status.nextDueAt) <= now)
    left.push(`due since ${status.nextDueAt}`);
  return left.map((what) => `${status.service}: ${what}`);
};

/** What Kafka tells of the logs' ends, and beyond it what the services know that they have written. */
export const furthestEnds = (told: LogEnds, statuses: readonly SettleStatus[]): LogEnds => {
  const ends = new Map([...told].map(([topic, partitions]) => [topic, new Map(partitions)]));
  for (const { topic, partition, next } of statuses.flatMap(({ written }) => written)) {
    const partitions = ends.get(topic);
    if (partitions && (partitions.get(partition) ?? 0n) < BigInt(next))
      partitions.set(partition, BigInt(next));
  }
  return ends;
};

/** Whether the service must be told the instant again: it does not know it, or has something due by now that it has not fired. */
export const needsTick = ({ clock, nextDueAt }: SettleStatus, now: Date): boolean =>
  clock !== now.toISOString() || (nextDueAt !== null && new Date(nextDueAt) <= now);

/** Partitions that a service has not read to the end. A stopped partition keeps the system from being drained, and says why. */
export const unread = (status: SettleStatus, ends: LogEnds): string[] =>
  status.topics.flatMap((topic) =>
    [...(ends.get(topic) ?? [])].flatMap(([partition, end]) => {
      const fence = status.fences.find((one) => one.topic === topic && one.partition === partition);
      if (fence?.stoppedBecause)
        return [`${status.service}: ${topic}/${partition} stopped, ${fence.stoppedBecause}`];
      const next = fence ? BigInt(fence.nextOffset) : 0n;
      return next < end ? [`${status.service}: ${topic}/${partition} at ${next} of ${end}`] : [];
    }),
  );

/** Two statuses with the same fingerprint mean that nothing happened in between. */
export const fingerprint = (statuses: readonly SettleStatus[]): string =>
  JSON.stringify(statuses.map(({ done, fences, nextDueAt }) => [done, fences, nextDueAt]));

/** The next instant to put the clock to on the way to `target`: the earliest due time, or the target itself. */
export const nextTick = (statuses: readonly SettleStatus[], now: Date, target: Date): Date => {
  const dues = statuses.flatMap((status) => (status.nextDueAt ? [new Date(status.nextDueAt).getTime()] : []));
  const earliest = Math.min(target.getTime(), ...dues);
  return new Date(Math.max(earliest, now.getTime()));
};
