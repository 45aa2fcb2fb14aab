import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
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
import { parcelView } from '../parcel/parcel-view.ts';
import { RegisteredParcelResponse } from '../parcel/parcel.response.ts';
import { TrackingLinks } from '../parcel/tracking-links.ts';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { RegisterParcelHandler } from './register-parcel.handler.ts';
import { RegisterParcelRequest } from './register-parcel.request.ts';

@ApiTags('parcels')
@Controller('v1/orders/:id/parcels')
export class RegisterParcelController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: RegisterParcelHandler,
    private readonly links: TrackingLinks,
  ) {}

  @Post()
  @Scopes('parcels:write')
  @ApiIdempotencyKey()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'Register a parcel of an order' })
  @ApiCreatedResponse({ type: RegisteredParcelResponse })
  async register(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') orderId: string,
    @Body() body: RegisterParcelRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const route = `POST /v1/orders/${orderId}/parcels`;
    const answer = await this.requests.run({ merchantId, route, key, body }, async (tx) => {
      const { warnings, ...row } = await this.handler.register(tx, merchantId, orderId, body);
      return { status: 201, body: { ...parcelView(row, this.links.of(row.id)), warnings } };
    });
    return sendAnswer(reply, answer);
  }
}
