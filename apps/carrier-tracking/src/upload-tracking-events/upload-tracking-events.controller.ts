import { Controller, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  mebibyte,
  Merchant,
  Scopes,
  sendAnswer,
  RawBody,
  rawBodyOf,
} from '@landfall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TrackingEvent } from '../carriers/landfall/tracking-event.ts';
import { OncePerKey } from '../requests/once-per-key.ts';
import { UploadTrackingEventsHandler } from './upload-tracking-events.handler.ts';
import { AcceptedEvents, UploadedItem, UploadedItems } from './upload.dto.ts';

const route = 'POST /v1/tracking-events/batch';

@ApiTags('Tracking events')
@ApiExtraModels(UploadedItem)
@Controller('v1/tracking-events')
export class UploadTrackingEventsController {
  constructor(
    private readonly handler: UploadTrackingEventsHandler,
    private readonly once: OncePerKey,
  ) {}

  @Post('batch')
  @Scopes('tracking:write')
  @RawBody(16 * mebibyte)
  @ApiOperation({
    summary: 'Takes up to 10,000 scans in our own shape; they reach only your own parcels',
    description:
      'A scan is of a tracking number, which may be registered later, or of a transport unit of yours: then it is one of ' +
      'each parcel in it, also of those that are put in it later. An item of a unit that you do not have is refused ' +
      '(422 `unknown_unit`).',
  })
  @ApiIdempotencyKey()
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody({
    description: 'A JSON array, or one item a line as application/x-ndjson.',
    schema: { type: 'array', maxItems: 10_000, items: JSON.parse(JSON.stringify(TrackingEvent)) as object },
  })
  @ApiResponse({ status: 202, description: 'All items were taken.', type: AcceptedEvents })
  @ApiResponse({ status: 207, description: 'Some items were refused.', type: UploadedItems })
  async upload(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Merchant() { merchantId }: { merchantId: string },
    @IdempotencyKey() key: string | undefined,
    @Headers('content-type') contentType = '',
  ): Promise<AcceptedEvents | UploadedItems> {
    const body = rawBodyOf(request);
    const answer = await this.once.run({ merchantId, route, key, body }, (tx) =>
      this.handler.upload(merchantId, body, contentType, tx),
    );
    return sendAnswer(reply, answer);
  }
}
