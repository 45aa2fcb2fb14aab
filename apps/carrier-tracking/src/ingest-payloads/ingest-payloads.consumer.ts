import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { carrierPayloadsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { IngestPayloadsHandler } from './ingest-payloads.handler.ts';

@Controller()
export class IngestPayloadsConsumer {
  constructor(private readonly handler: IngestPayloadsHandler) {}

  @ConsumeBatch(carrierPayloadsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof carrierPayloadsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.handler.apply(events, context);
  }
}
