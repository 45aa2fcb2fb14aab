import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { IdParam, Merchant, notFound, Scopes, type MerchantCaller } from '@landfall/service-kit';
import { UnitStore } from '../persistence/unit.store.ts';
import { toUnitResponse, UnitResponse } from './unit.response.ts';

@ApiTags('Transport units')
@Controller('v1/units')
export class ReadUnitController {
  constructor(
    private readonly units: UnitStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get(':id')
  @Scopes('tracking:read')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ summary: 'Read a transport unit' })
  @ApiOkResponse({ type: UnitResponse })
  async read(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<UnitResponse> {
    const unit = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.units.find(tx, merchantId, id),
    );
    if (!unit) throw notFound('The unit');
    return toUnitResponse(unit);
  }
}
