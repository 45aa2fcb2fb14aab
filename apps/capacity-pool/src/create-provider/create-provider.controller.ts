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
import { ProviderDto } from '../read-providers/provider.dto.ts';
import { CreateProviderBody } from './create-provider.body.ts';
import { CreateProvider } from './create-provider.handler.ts';

@ApiTags('providers')
@Controller('v1/providers')
export class CreateProviderController {
  constructor(private readonly handler: CreateProvider) {}

  @Post()
  @Scopes('pool:write')
  @ApiIdempotencyKey()
  @ApiOperation({ summary: 'Add a provider to the pool' })
  @ApiCreatedResponse({ type: ProviderDto })
  async create(
    @Merchant() merchant: MerchantCaller,
    @IdempotencyKey() key: string | undefined,
    @Body() body: CreateProviderBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderDto> {
    return sendAnswer(reply, await this.handler.create(merchant.merchantId, key, body));
  }
}
