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
import { TrackingNumberRequest } from '../register-parcel/register-parcel.request.ts';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { AddTrackingNumberHandler } from './add-tracking-number.handler.ts';

@ApiTags('parcels')
@Controller('v1/parcels/:id/tracking-numbers')
export class AddTrackingNumberController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: AddTrackingNumberHandler,
    private readonly links: TrackingLinks,
  ) {}

  @Post()
  @Scopes('parcels:write')
  @ApiIdempotencyKey()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: "Add the next company's number to a parcel" })
  @ApiCreatedResponse({ type: RegisteredParcelResponse, description: 'The parcel with all its numbers.' })
  async add(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') parcelId: string,
    @Body() body: TrackingNumberRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const route = `POST /v1/parcels/${parcelId}/tracking-numbers`;
    const answer = await this.requests.run({ merchantId, route, key, body }, async (tx) => {
      const { warnings, ...row } = await this.handler.add(tx, merchantId, parcelId, body);
      return { status: 201, body: { ...parcelView(row, this.links.of(row.id)), warnings } };
    });
    return sendAnswer(reply, answer);
  }
}
