import { ApiProperty } from '@nestjs/swagger';
import { ProblemDto, type Problem } from '@landfall/service-kit';

const count = (description: string) => ApiProperty({ type: 'integer', minimum: 0, description });

/** A master air waybill of a manifest. */
export class LoadedWaybill {
  @ApiProperty({ format: 'uuid', description: 'Of the unit.' })
  id!: string;

  @ApiProperty()
  externalId!: string;
}

/** A row that was not taken. */
export class RefusedManifestRow {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'As spreadsheet programs number it.' })
  row!: number;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ type: ProblemDto, description: 'Its pointers name row and column: /7/trackingNumber.' })
  error!: Problem;
}

/** What became of a manifest. */
export class LoadedManifest {
  @count('Rows below the header that are not blank.')
  rows!: number;

  @count('Rows whose parcel is in its unit now, or will be when it is registered.')
  taken!: number;

  @count('Rows that were not taken: see items.')
  refused!: number;

  @count('Rows whose number no parcel of yours is registered with so far: it is put in when one is.')
  awaited!: number;

  @count('Waybills and bags that were not there before.')
  unitsCreated!: number;

  @ApiProperty({ type: [LoadedWaybill] })
  waybills!: LoadedWaybill[];

  @ApiProperty({ type: [RefusedManifestRow], description: 'The first 1,000 rows that were not taken.' })
  items!: RefusedManifestRow[];
}
