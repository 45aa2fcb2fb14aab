import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { trackingEventsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { applyScans, keepParcels } from '../../workload/apply-scans.ts';

type Scans = ReceivedEvent<typeof trackingEventsTopic>[];

/** Keeps states and tells of them. */
@Controller()
export class KeepAndTellConsumer {
  @ConsumeBatch(trackingEventsTopic)
  apply(@Payload() events: Scans, @Ctx() context: BatchContext): Promise<void> {
    return applyScans(events, context);
  }
}

/** Does nothing. */
@Controller()
export class NoOpConsumer {
  @ConsumeBatch(trackingEventsTopic)
  take(@Payload() _events: unknown[]): void {}
}

/** Keeps states and tells nobody. */
@Controller()
export class KeepAloneConsumer {
  @ConsumeBatch(trackingEventsTopic)
  apply(@Payload() events: Scans, @Ctx() { tx }: BatchContext): Promise<void> {
    return keepParcels(events, tx);
  }
}
