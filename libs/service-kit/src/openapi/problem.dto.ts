import { ApiProperty } from '@nestjs/swagger';

/** How an answer that is no success looks, for OpenAPI. */
export class FieldErrorDto {
  @ApiProperty({ description: 'JSON pointer (RFC 6901) of the field.', example: '/items/0/unitPrice' })
  pointer!: string;

  @ApiProperty({ description: 'What to do about it.' })
  detail!: string;
}

/** Problem details (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ example: 'urn:landfall:problem:validation_failed' })
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  status!: number;

  @ApiProperty({ description: 'Stable, for programs.', example: 'validation_failed' })
  code!: string;

  @ApiProperty({ required: false })
  detail?: string;

  @ApiProperty({ required: false, description: 'The path that was asked for.' })
  instance?: string;

  @ApiProperty({ required: false, type: [FieldErrorDto] })
  errors?: FieldErrorDto[];

  @ApiProperty({ required: false, description: 'To be quoted when asking for help.' })
  traceId?: string;
}
