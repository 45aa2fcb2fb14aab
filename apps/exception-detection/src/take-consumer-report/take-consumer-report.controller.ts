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
import { ConsumerReportRequest } from './consumer-report.request.ts';
import { ConsumerReportResponse } from './consumer-report.response.ts';
import { TakeConsumerReport } from './take-consumer-report.handler.ts';

@ApiTags('parcels')
@Controller('v1/parcels/:id/consumer-reports')
export class TakeConsumerReportController {
  constructor(private readonly handler: TakeConsumerReport) {}

  @Post()
  @Scopes('parcels:write')
  @ApiIdempotencyKey()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({
    summary: 'Take down what the consumer says: not received, damaged, wrong item',
    description: 'Opens the exception consumer_report of the parcel, or adds to the one that is open.',
  })
  @ApiCreatedResponse({ type: ConsumerReportResponse })
  async take(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') parcelId: string,
    @Body() body: ConsumerReportRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return sendAnswer(reply, await this.handler.take({ merchantId, parcelId }, body, key));
  }
}
