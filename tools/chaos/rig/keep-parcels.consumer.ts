import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { trackingEventsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { applyScans } from '../../workload/apply-scans.ts';

@Controller()
export class KeepParcelsConsumer {
  @ConsumeBatch(trackingEventsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof trackingEventsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await applyScans(events, context);
  }
}
