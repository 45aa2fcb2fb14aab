import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { RegisterNumbersHandler } from './register-numbers.handler.ts';

@Controller()
export class RegisterNumbersConsumer {
  constructor(private readonly handler: RegisterNumbersHandler) {}

  @ConsumeBatch(parcelsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof parcelsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.handler.apply(events, context);
  }
}
