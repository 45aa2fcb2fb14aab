import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import {
  ApiIdempotencyKey,
  BodyLimit,
  IdempotencyKey,
  mebibyte,
  Merchant,
  Scopes,
  sendAnswer,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import { PlaceOrderRequest } from '../place-order/place-order.request.ts';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { BatchResponse } from './batch.response.ts';
import { PlaceOrderBatchHandler } from './place-order-batch.handler.ts';
import { batchLimit, itemsOf } from './read-batch.ts';

@ApiTags('orders')
@ApiExtraModels(PlaceOrderRequest)
@Controller('v1/orders/batch')
export class PlaceOrderBatchController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: PlaceOrderBatchHandler,
  ) {}

  @Post()
  @Scopes('orders:write')
  @BodyLimit(16 * mebibyte)
  @ApiIdempotencyKey()
  @ApiOperation({
    summary: 'Place up to 500 orders',
    description: 'A bad order never spoils its neighbours.',
  })
  @ApiBody({
    schema: {
      type: 'object',
      required: ['orders'],
      properties: {
        orders: {
          type: 'array',
          minItems: 1,
          maxItems: batchLimit,
          items: { $ref: getSchemaPath(PlaceOrderRequest) },
        },
      },
    },
  })
  @ApiResponse({
    status: 207,
    type: BatchResponse,
    description: 'What became of each order, in their order.',
  })
  async place(
    @Merchant() { merchantId }: MerchantCaller,
    @Body() body: unknown,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const orders = itemsOf(body);
    const route = 'POST /v1/orders/batch';
    const answer = await this.requests.run({ merchantId, route, key, body }, async (tx) => ({
      status: 207,
      body: { items: await this.handler.place(tx, merchantId, orders) },
    }));
    return sendAnswer(reply, answer);
  }
}
