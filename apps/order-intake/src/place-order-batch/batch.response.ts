import { ApiProperty } from '@nestjs/swagger';
import { ProblemDto } from '@landfall/service-kit';

export class BatchItemResponse {
  @ApiProperty({ type: 'integer', description: 'From 0, in the order sent.' }) index!: number;
  @ApiProperty({ type: 'integer', description: 'The HTTP status that this order alone would have had.' })
  status!: number;
  @ApiProperty({ required: false, format: 'uuid', description: 'Of the order, new or (409) already there.' })
  id?: string;
  @ApiProperty({ required: false }) error?: ProblemDto;
}

export class BatchResponse {
  @ApiProperty({ type: [BatchItemResponse] }) items!: BatchItemResponse[];
}
