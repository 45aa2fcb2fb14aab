import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelStatesTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { FollowParcelsHandler } from './follow-parcels.handler.ts';

@Controller()
export class FollowParcelsConsumer {
  constructor(private readonly handler: FollowParcelsHandler) {}

  @ConsumeBatch(parcelStatesTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof parcelStatesTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.handler.apply(events, context);
  }
}
