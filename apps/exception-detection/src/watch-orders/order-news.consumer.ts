import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ordersTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { WatchOrders } from './watch-orders.ts';

/** Takes in orders; nothing orders them and their parcels. */
@Controller()
export class OrderNewsConsumer {
  constructor(private readonly orders: WatchOrders) {}

  @ConsumeBatch(ordersTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof ordersTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.orders.apply(events, context);
  }
}
