import type { Transaction, UnitOfWork } from '@landfall/persistence';
import { advancePast, type Positions } from '../status/pipe-status.ts';

/** Where a partition's log ends. */
export interface LogEnd {
  topic: string;
  partition: number;
  next: bigint;
}

export interface HearingOptions {
  /** The ends of all logs that the service consumes; none where it consumes nothing. */
  logEnds: () => Promise<LogEnd[]>;
  unitOfWork: UnitOfWork;
  positions: Positions;
  now: () => Date;
}

/**
 * Up to when a service has taken in all that was told: what stands in a log unread, after an outage or under load, must not
 * pass for something that did not happen.
 */
export class Hearing {
  private asked: { at: Date; ends: LogEnd[] } | undefined;
  private until: Date | null = null;

  constructor(private readonly options: HearingOptions) {}

  /** The latest instant by which all that was told is known to have been applied; null before there is one. */
  async heardUntil(): Promise<Date | null> {
    const { logEnds, unitOfWork, positions, now } = this.options;
    const at = now();
    const asked = (this.asked ??= { at, ends: await logEnds() });
    const behind = await unitOfWork.run({ pool: 'sweeper', merchants: [] }, async (tx) => {
      await advancePast(tx, positions);
      return isBehind(tx, asked.ends);
    });
    if (behind) return this.until;
    this.asked = undefined;
    return (this.until = asked.at);
  }
}

/** Whether a fence stands before the end of its log; one that was stopped waits for an operator, and nobody for it. */
const isBehind = async (tx: Transaction, ends: readonly LogEnd[]): Promise<boolean> => {
  if (ends.length === 0) return false;
  const rows = await tx.query(
    `SELECT FROM unnest($1::text[], $2::int[], $3::bigint[]) AS log(topic, partition, next)
     LEFT JOIN consumer_offset AS fence USING (topic, partition)
     WHERE log.next > coalesce(fence.next_offset, 0) AND fence.stopped_because IS NULL LIMIT 1`,
    [
      ends.map(({ topic }) => topic),
      ends.map(({ partition }) => partition),
      ends.map(({ next }) => next.toString()),
    ],
  );
  return rows.length > 0;
};
