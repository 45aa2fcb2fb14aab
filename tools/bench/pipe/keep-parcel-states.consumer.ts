import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { trackingEventsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { applyScans } from '../../workload/apply-scans.ts';
import { Progress } from '../participant.ts';

@Controller()
export class KeepParcelStatesConsumer {
  constructor(private readonly progress: Progress) {}

  @ConsumeBatch(trackingEventsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof trackingEventsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await applyScans(events, context);
    context.tx.afterCommit(() => this.progress.committed(events.length));
  }
}
