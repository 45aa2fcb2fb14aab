import { ApiProperty } from '@nestjs/swagger';
import { BatchItemResponse } from '../place-order-batch/batch.response.ts';

export class ImportedOrderResponse extends BatchItemResponse {
  @ApiProperty({ type: [Number], description: "The order's rows, as a spreadsheet counts them." })
  rows!: number[];
  @ApiProperty({ required: false, description: 'Not where the rows do not tell it.' }) externalId?: string;
}

export class ImportResponse {
  @ApiProperty({ type: 'integer' }) placed!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Orders that were there already: nothing of them was changed.',
  })
  existing!: number;
  @ApiProperty({ type: 'integer', description: 'Orders with an error: nothing of them was taken.' })
  refused!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'From which column each field was read.',
  })
  columns!: Record<string, string>;
  @ApiProperty({ type: [String], description: 'Columns of which nothing was taken.' })
  ignoredColumns!: string[];
  @ApiProperty({ type: [ImportedOrderResponse] }) items!: ImportedOrderResponse[];
}
