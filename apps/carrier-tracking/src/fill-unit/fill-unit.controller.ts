import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  ApiIdempotencyKey,
  BodyLimit,
  IdempotencyKey,
  IdempotentRequests,
  IdParam,
  Merchant,
  Scopes,
  sendAnswer,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import { contentsLimit, ContentsRequest } from './contents.request.ts';
import { ContentsResponse } from './contents.response.ts';
import { FillUnitHandler } from './fill-unit.handler.ts';

@ApiTags('Transport units')
@Controller('v1/units/:id/contents')
export class FillUnitController {
  constructor(
    private readonly handler: FillUnitHandler,
    private readonly requests: IdempotentRequests,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post()
  @HttpCode(200)
  @Scopes('tracking:write')
  @BodyLimit(contentsLimit)
  @ApiIdempotencyKey()
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({
    summary: 'Put parcels and other units in a transport unit',
    description:
      'What was told of the unit, and of the units that it is in, is told of what is put in it, at the time at which it ' +
      'happened and once, whichever comes first.',
  })
  @ApiOkResponse({ type: ContentsResponse })
  async fill(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') unitId: string,
    @Body() body: ContentsRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContentsResponse> {
    const route = `POST /v1/units/${unitId}/contents`;
    const answer = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run(tx, { merchantId, route, key, body }, async () => ({
        status: 200,
        body: await this.handler.fill(tx, { merchantId, unitId }, body),
      })),
    );
    return sendAnswer(reply, answer);
  }
}
