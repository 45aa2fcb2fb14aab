import { Controller, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  IdempotentRequests,
  mebibyte,
  Merchant,
  Scopes,
  sendAnswer,
  type KeptAnswer,
  RawBody,
  rawBodyOf,
} from '@landfall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptedPayloads } from './accepted-payloads.dto.ts';
import { ReceiveCarrierPayloadHandler, type HandedPayload } from './receive-carrier-payload.handler.ts';

@ApiTags('Carriers')
@Controller('v1/carriers')
export class ReceiveCarrierPayloadController {
  constructor(
    private readonly handler: ReceiveCarrierPayloadHandler,
    private readonly requests: IdempotentRequests,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post(':carrier/payloads')
  @HttpCode(202)
  @Scopes('tracking:write')
  @RawBody(mebibyte)
  @ApiOperation({
    summary: "Takes a carrier's own tracking answer, as it came; it reaches only your own parcels",
    description:
      'The carrier is one with a mapping file; of another one the answer (404 `unknown_carrier`) lists them. An answer ' +
      'may hold several parcels. One that can be parsed and not understood is kept, and set aside with the reason.',
  })
  @ApiIdempotencyKey()
  @ApiParam({ name: 'carrier', example: 'ups' })
  @ApiQuery({
    name: 'trackingNumber',
    required: false,
    description: 'For carriers whose answers do not name it.',
  })
  @ApiConsumes('application/json', 'application/xml')
  @ApiBody({
    description: 'JSON or XML, as the carrier sends it.',
    schema: {
      oneOf: [
        { type: 'object', additionalProperties: true },
        { type: 'array', items: {} },
      ],
    },
  })
  @ApiResponse({ status: 202, description: 'The answer is durable.', type: AcceptedPayloads })
  async receive(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('carrier') carrier: string,
    @Merchant() { merchantId }: { merchantId: string },
    @IdempotencyKey() key: string | undefined,
    @Headers('content-type') contentType = '',
    @Query('trackingNumber') trackingNumber?: string | string[],
  ): Promise<AcceptedPayloads> {
    const number = Array.isArray(trackingNumber) ? trackingNumber[0] : trackingNumber;
    const body = rawBodyOf(request);
    return sendAnswer(
      reply,
      await this.once({ merchantId, carrier, contentType, trackingNumber: number, body }, key),
    );
  }

  /** Without a key no transaction is needed: a payload's id follows from its body. */
  private async once(payload: HandedPayload, key: string | undefined): Promise<KeptAnswer<AcceptedPayloads>> {
    const work = () => this.handler.receive(payload);
    if (key === undefined) return { ...(await work()), replayed: false };
    const { merchantId, carrier, trackingNumber = '', body } = payload;
    const route = `POST /v1/carriers/${carrier.slice(0, 64)}/payloads?${trackingNumber.slice(0, 64)}`;
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run(tx, { merchantId, route, key, body }, work),
    );
  }
}
