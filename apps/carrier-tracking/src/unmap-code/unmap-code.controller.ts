import { Controller, Delete, HttpCode } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { IdParam, Merchant, Scopes, type MerchantCaller } from '@landfall/service-kit';
import { UnmapCodeHandler } from './unmap-code.handler.ts';

@ApiTags('Codes')
@Controller('v1/code-mappings')
export class UnmapCodeController {
  constructor(
    private readonly handler: UnmapCodeHandler,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Delete(':id')
  @HttpCode(204)
  @Scopes('tracking:write')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({
    summary: 'Take back what you have said that a code means',
    description:
      'It means what its sender means by it again. Scans that are kept are read anew, as when it was mapped.',
  })
  @ApiNoContentResponse()
  async unmap(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<void> {
    await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.handler.unmap(tx, merchantId, id),
    );
  }
}
