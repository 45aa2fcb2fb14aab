import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  Merchant,
  Scopes,
  sendAnswer,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import { orderView } from '../order/order-view.ts';
import { OrderResponse } from '../order/order.response.ts';
import { OrdersStore } from '../persistence/orders.store.ts';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { acceptOrder } from './accept-order.ts';
import { newOrderIds } from './new-order-ids.ts';
import { orderExists } from './order-exists.problem.ts';
import { PlaceOrderRequest } from './place-order.request.ts';
import { PlaceOrdersHandler } from './place-orders.handler.ts';

@ApiTags('orders')
@Controller('v1/orders')
export class PlaceOrderController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: PlaceOrdersHandler,
    private readonly orders: OrdersStore,
  ) {}

  @Post()
  @Scopes('orders:write')
  @ApiIdempotencyKey()
  @ApiOperation({
    summary: 'Place an order',
    description: '409 `order_exists` names the order in `orderId`.',
  })
  @ApiCreatedResponse({ type: OrderResponse })
  async place(
    @Merchant() { merchantId }: MerchantCaller,
    @Body() body: PlaceOrderRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const answer = await this.requests.run(
      { merchantId, route: 'POST /v1/orders', key, body },
      async (tx) => {
        const accepted = acceptOrder(body, newOrderIds());
        const [placement] = await this.handler.place(tx, merchantId, [accepted]);
        if (placement?.kind !== 'placed') throw orderExists(placement?.orderId ?? '');
        const row = await this.orders.find(tx, merchantId, placement.orderId);
        if (!row) throw new Error(`order ${placement.orderId} is not there after it was placed`);
        return { status: 201, body: orderView(row) };
      },
    );
    return sendAnswer(reply, answer);
  }
}
