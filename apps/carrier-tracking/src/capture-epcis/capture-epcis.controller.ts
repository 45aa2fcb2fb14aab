import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
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
import { OncePerKey } from '../requests/once-per-key.ts';
import { AcceptedEvents, UploadedItems } from '../upload-tracking-events/upload.dto.ts';
import { CaptureEpcisHandler } from './capture-epcis.handler.ts';

const route = 'POST /v1/epcis/capture';

@ApiTags('Tracking events')
@Controller('v1/epcis')
export class CaptureEpcisController {
  constructor(
    private readonly handler: CaptureEpcisHandler,
    private readonly once: OncePerKey,
  ) {}

  @Post('capture')
  @Scopes('tracking:write')
  @RawBody(16 * mebibyte)
  @ApiOperation({
    summary: 'Takes events of GS1 EPCIS 2.0 as scans; they reach only your own parcels',
    description:
      'An EPCISDocument, one event, or a list of events, up to 10,000 scans together. ObjectEvents and AggregationEvents ' +
      'with a business step of the CBV are scans of each parcel in `epcList` or `childEPCs`; steps that are no news of a ' +
      "parcel's way are taken and tell nothing. A parcel is named by its SSCC or GRAI, as URN or Digital Link " +
      '(registered as 18 digits, or as 20 with 00 before them; a GRAI as under AI 8003), or by any ' +
      '`https://<domain>/…/obj/<tracking number>`, such as our own export has them: then `/carriers/<carrier>` before it ' +
      'names the carrier. Other keys of GS1 are goods and are left out.',
  })
  @ApiIdempotencyKey()
  @ApiConsumes('application/ld+json', 'application/json')
  @ApiBody({
    description: 'An EPCISDocument, an event, or an array of events.',
    schema: {
      oneOf: [
        { type: 'object', additionalProperties: true },
        { type: 'array', items: { type: 'object', additionalProperties: true } },
      ],
    },
  })
  @ApiResponse({ status: 202, description: 'All events were taken.', type: AcceptedEvents })
  @ApiResponse({ status: 207, description: 'Some events were refused.', type: UploadedItems })
  async capture(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Merchant() { merchantId }: { merchantId: string },
    @IdempotencyKey() key: string | undefined,
  ): Promise<AcceptedEvents | UploadedItems> {
    const body = rawBodyOf(request);
    const answer = await this.once.run({ merchantId, route, key, body }, () =>
      this.handler.capture(merchantId, body),
    );
    return sendAnswer(reply, answer);
  }
}
