import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
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
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { CodeMappingResponse, toCodeMappingResponse } from '../read-code-mappings/code-mapping.response.ts';
import { CodeMappingRequest } from './code-mapping.request.ts';
import { MapCodeHandler } from './map-code.handler.ts';

@ApiTags('Codes')
@Controller('v1/code-mappings')
export class MapCodeController {
  constructor(
    private readonly handler: MapCodeHandler,
    private readonly overrides: MappingOverrideStore,
    private readonly requests: IdempotentRequests,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post()
  @HttpCode(200)
  @Scopes('tracking:write')
  @ApiIdempotencyKey()
  @ApiOperation({
    summary: 'Say what a code of a sender means',
    description:
      'Takes the place of what you have said of it before, and of what its sender means by it, for your parcels alone. ' +
      'Scans that are kept are read anew: parcels that were told otherwise are told `tracking.milestone_corrected`, those ' +
      'to which it was no scan `tracking.milestone_reached`, each once. Scans of numbers of which nothing new was heard ' +
      'for 180 days are forgotten, and stay as they were told. So do those that were told of before a code was mapped to no scan.',
  })
  @ApiOkResponse({ type: CodeMappingResponse })
  async map(
    @Merchant() { merchantId }: MerchantCaller,
    @Body() body: CodeMappingRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodeMappingResponse> {
    const answer = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run(tx, { merchantId, route: 'POST /v1/code-mappings', key, body }, async () => {
        const id = await this.handler.map(tx, merchantId, body);
        const mapping = await this.overrides.find(tx, merchantId, id);
        if (!mapping) throw new Error(`mapping ${id} is gone`);
        return { status: 200, body: toCodeMappingResponse(mapping) };
      }),
    );
    return sendAnswer(reply, answer);
  }
}
