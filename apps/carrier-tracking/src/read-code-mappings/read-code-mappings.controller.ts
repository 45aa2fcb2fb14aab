import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  decodeCursor,
  IdParam,
  Merchant,
  notFound,
  PageQuery,
  pageOf,
  Scopes,
  type MerchantCaller,
} from '@landfall/service-kit';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { isCodePosition } from '../persistence/unmapped-code.store.ts';
import { CodeMappingResponse, CodeMappingsResponse, toCodeMappingResponse } from './code-mapping.response.ts';

@ApiTags('Codes')
@Controller('v1/code-mappings')
export class ReadCodeMappingsController {
  constructor(
    private readonly overrides: MappingOverrideStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @Scopes('tracking:read')
  @ApiOperation({ summary: 'What you have said that codes mean, by sender and code' })
  @ApiOkResponse({ type: CodeMappingsResponse })
  async page(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() { limit = 50, cursor }: PageQuery,
  ): Promise<CodeMappingsResponse> {
    const after = cursor ? decodeCursor(cursor, isCodePosition) : null;
    const rows = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.overrides.page(tx, merchantId, { after, limit: limit + 1 }),
    );
    return pageOf(rows, limit, toCodeMappingResponse, ({ sender, code }) => ({ sender, code }));
  }

  @Get(':id')
  @Scopes('tracking:read')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({
    summary: 'What you have said that a code means, and how many parcels were corrected by it',
  })
  @ApiOkResponse({ type: CodeMappingResponse })
  async read(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') id: string,
  ): Promise<CodeMappingResponse> {
    const mapping = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.overrides.find(tx, merchantId, id),
    );
    if (!mapping) throw notFound('The mapping');
    return toCodeMappingResponse(mapping);
  }
}
