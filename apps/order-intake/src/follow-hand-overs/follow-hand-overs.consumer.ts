import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { handOversTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { FollowHandOversHandler } from './follow-hand-overs.handler.ts';

@Controller()
export class FollowHandOversConsumer {
  constructor(private readonly handler: FollowHandOversHandler) {}

  @ConsumeBatch(handOversTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof handOversTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.handler.apply(events, context);
  }
}
