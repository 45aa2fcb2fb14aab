import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { trackingEventsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { applyScans } from '../../workload/apply-scans.ts';

/** In which order rows are locked: the same in every transaction, so that none wait for each other in a circle. */
export type LockOrder = (keys: readonly string[]) => string[];
export const LOCK_ORDER = Symbol('lock order');

/** Counts scans by milestone in rows that the keepers of all partitions share, and keeps parcels. */
@Controller()
export class CountScansConsumer {
  constructor(@Inject(LOCK_ORDER) private readonly inOrder: LockOrder) {}

  @ConsumeBatch(trackingEventsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof trackingEventsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    const byMilestone = Map.groupBy<string, (typeof events)[number]>(events, ({ data }) => data.milestone);
    for (const milestone of this.inOrder([...byMilestone.keys()]))
      context.tx.execute(
        `INSERT INTO scan_count VALUES ($1, $2)
         ON CONFLICT (milestone) DO UPDATE SET scans = scan_count.scans + excluded.scans`,
        [milestone, byMilestone.get(milestone)?.length ?? 0],
      );
    await applyScans(events, context);
  }
}
