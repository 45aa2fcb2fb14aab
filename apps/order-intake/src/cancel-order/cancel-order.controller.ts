import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  IdParam,
  Merchant,
  Scopes,
  sendAnswer,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import { orderView } from '../order/order-view.ts';
import { OrderResponse } from '../order/order.response.ts';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { onlyFields } from '../requests/only-fields.ts';
import { CancelOrderHandler } from './cancel-order.handler.ts';

/** Nothing to say: `{}`, or no body at all. */
export class CancelOrderRequest {}

@ApiTags('orders')
@Controller('v1/orders/:id/cancel')
export class CancelOrderController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: CancelOrderHandler,
  ) {}

  @Post()
  @Scopes('orders:write')
  @ApiIdempotencyKey()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'Cancel an order', description: 'An order that is cancelled already stays so.' })
  @ApiBody({ type: CancelOrderRequest, required: false })
  @ApiOkResponse({ type: OrderResponse })
  async cancel(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') orderId: string,
    @Body() sent: unknown,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const body = onlyFields(sent ?? {}, []);
    const route = `POST /v1/orders/${orderId}/cancel`;
    const answer = await this.requests.run({ merchantId, route, key, body }, async (tx) => ({
      status: 200,
      body: orderView(await this.handler.cancel(tx, merchantId, orderId)),
    }));
    return sendAnswer(reply, answer);
  }
}
