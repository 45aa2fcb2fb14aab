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
import { RouteDto } from '../read-routes/route.dto.ts';
import { CreateRoute } from './create-route.handler.ts';
import { RouteBody } from './route.body.ts';

@ApiTags('routes')
@Controller('v1/routes')
export class CreateRouteController {
  constructor(private readonly handler: CreateRoute) {}

  @Post()
  @Scopes('pool:write')
  @ApiIdempotencyKey()
  @ApiOperation({ summary: 'Add a route of a provider to the pool' })
  @ApiCreatedResponse({ type: RouteDto })
  async create(
    @Merchant() merchant: MerchantCaller,
    @IdempotencyKey() key: string | undefined,
    @Body() body: RouteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RouteDto> {
    return sendAnswer(reply, await this.handler.create(merchant.merchantId, key, body));
  }
}
