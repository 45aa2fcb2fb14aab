import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { IdParam, notFound, RequireService, Uuid } from '@landfall/service-kit';
import { parcelData, type ParcelData } from '../parcel/parcel-view.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';

export class ReadParcelQuery {
  @Uuid() merchantId!: string;
}

/** For services that are asked for a parcel of which no topic has told them yet. */
@ApiExcludeController()
@UseGuards(RequireService)
@Controller('internal/parcels')
export class ReadParcelController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parcels: ParcelsStore,
  ) {}

  /** The parcel as it now stands, in the shape of `parcel.registered`, with its version on that topic. */
  @Get(':id')
  read(
    @IdParam('id') id: string,
    @Query() { merchantId }: ReadParcelQuery,
  ): Promise<ParcelData & { version: number }> {
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const row = await this.parcels.find(tx, merchantId, id);
      if (!row) throw notFound('The parcel');
      return { ...parcelData(row), version: row.version };
    });
  }
}
