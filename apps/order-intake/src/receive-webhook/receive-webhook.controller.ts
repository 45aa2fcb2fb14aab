import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { mebibyte, RawBody, rawBodyOf } from '@landfall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { marketplaces } from '../marketplaces/marketplaces.ts';
import { ReceiveWebhookHandler } from './receive-webhook.handler.ts';
import { WebhookResponse } from './webhook.response.ts';

@ApiTags('marketplaces')
@Controller('v1/marketplaces/:marketplace/webhooks')
export class ReceiveWebhookController {
  constructor(private readonly handler: ReceiveWebhookHandler) {}

  /** Answers only when the webhook is durable. */
  @Post()
  @HttpCode(202)
  @RawBody(4 * mebibyte)
  @ApiParam({ name: 'marketplace', enum: [...marketplaces.keys()] })
  @ApiOperation({
    summary: "Takes a marketplace's signed webhooks",
    description: [...marketplaces.values()]
      .map(
        ({ name, file }) =>
          `- \`${name}\`: \`${file.signature.header}\` is the ${file.signature.encoding} HMAC-${file.signature.hmac} of the raw body; ` +
          `topics ${Object.keys(file.topics).join(', ')}.`,
      )
      .join('\n'),
  })
  @ApiBody({
    description: 'The webhook as the marketplace sends it.',
    schema: { type: 'object', additionalProperties: true },
  })
  @ApiResponse({
    status: 200,
    description: 'The question of a new webhook whether anybody is there.',
    type: WebhookResponse,
  })
  @ApiResponse({
    status: 202,
    description: 'The webhook is durable, and applied where its order can be placed.',
    type: WebhookResponse,
  })
  async receive(
    @Param('marketplace') marketplace: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookResponse> {
    const status = await this.handler.receive(marketplace, request.headers, rawBodyOf(request));
    if (status === 'ping') void reply.status(200);
    return { status };
  }
}
