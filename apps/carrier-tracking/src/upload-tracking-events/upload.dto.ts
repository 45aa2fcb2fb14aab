import { ApiProperty } from '@nestjs/swagger';
import { ProblemDto, type Problem } from '@landfall/service-kit';

/** All items were taken. */
export class AcceptedEvents {
  @ApiProperty({ type: 'integer', minimum: 0 })
  accepted!: number;
}

/** What became of one item. */
export class UploadedItem {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Its place in the body.' })
  index!: number;

  @ApiProperty({ type: 'integer', example: 202 })
  status!: number;

  @ApiProperty({ required: false, format: 'uuid', description: 'The kept payload with the item.' })
  id?: string;

  @ApiProperty({ required: false, type: ProblemDto })
  error?: Problem;
}

/** Some items were refused; the others were taken. */
export class UploadedItems {
  @ApiProperty({ type: [UploadedItem] })
  items!: UploadedItem[];
}
