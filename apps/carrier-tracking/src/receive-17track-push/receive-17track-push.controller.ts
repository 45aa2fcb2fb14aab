import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { mebibyte } from '@landfall/service-kit';
import type { FastifyRequest } from 'fastify';
import { RawBody, rawBodyOf } from '../requests/raw-body.ts';
import { AcceptedPush } from './accepted-push.dto.ts';
import { Receive17trackPushHandler } from './receive-17track-push.handler.ts';

@ApiTags('Carriers')
@Controller('v1/carriers/17track')
export class Receive17trackPushController {
  constructor(private readonly handler: Receive17trackPushHandler) {}

  /** Answers only when the push is durable; what cannot be understood is kept and quarantined later. */
  @Post('webhooks')
  @HttpCode(202)
  @RawBody(mebibyte)
  @ApiOperation({ summary: "Takes 17TRACK's pushes (v2.2 and v2.4)" })
  @ApiHeader({
    name: 'sign',
    description: 'Hex SHA-256 of the raw body, a slash and the API key.',
    required: true,
  })
  @ApiBody({
    description: 'The push as 17TRACK sends it.',
    schema: { type: 'object', additionalProperties: true },
  })
  @ApiResponse({ status: 202, description: 'The push is durable.', type: AcceptedPush })
  receive(
    @Req() request: FastifyRequest,
    @Headers('sign') sign: string | string[] | undefined,
  ): Promise<AcceptedPush> {
    return this.handler.receive(rawBodyOf(request), sign);
  }
}
