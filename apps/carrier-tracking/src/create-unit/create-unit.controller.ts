import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  IdempotentRequests,
  Merchant,
  Scopes,
  sendAnswer,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import { toUnitResponse, UnitResponse } from '../read-unit/unit.response.ts';
import { CreateUnitHandler } from './create-unit.handler.ts';
import { CreateUnitRequest } from './create-unit.request.ts';

@ApiTags('Transport units')
@Controller('v1/units')
export class CreateUnitController {
  constructor(
    private readonly handler: CreateUnitHandler,
    private readonly requests: IdempotentRequests,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post()
  @Scopes('tracking:write')
  @ApiIdempotencyKey()
  @ApiOperation({ summary: 'Make a bag, pallet, container or master air waybill that parcels travel in' })
  @ApiCreatedResponse({ type: UnitResponse })
  async create(
    @Merchant() { merchantId }: MerchantCaller,
    @Body() body: CreateUnitRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitResponse> {
    const answer = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run(tx, { merchantId, route: 'POST /v1/units', key, body }, async () => {
        const unit = await this.handler.create(tx, merchantId, body);
        return { status: 201, body: toUnitResponse({ ...unit, parcels: 0, weightGrams: null, units: 0 }) };
      }),
    );
    return sendAnswer(reply, answer);
  }
}
