import { ApiProperty } from '@nestjs/swagger';
import { parcelPurposes } from '@landfall/contracts';
import { Money } from '@landfall/service-kit';
import { DimensionsFields, ParcelItemFields } from '../register-parcel/register-parcel.request.ts';

const nullableText = { type: String, nullable: true } as const;
const nullableInstant = { type: String, format: 'date-time', nullable: true } as const;

export class NumberWarningResponse {
  @ApiProperty({ example: 'tracking_number_check_digit' }) code!: string;
  @ApiProperty() detail!: string;
}

export class TrackingNumberResponse {
  @ApiProperty() trackingNumber!: string;
  @ApiProperty() carrier!: string;
  @ApiProperty({
    type: [NumberWarningResponse],
    required: false,
    description: 'What to look at; not where there is nothing.',
  })
  warnings?: NumberWarningResponse[];
}

export class ParcelResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) orderId!: string;
  @ApiProperty({ enum: parcelPurposes }) purpose!: string;
  @ApiProperty({ ...nullableText, format: 'uuid' }) replacesParcelId!: string | null;
  @ApiProperty({ type: [TrackingNumberResponse] }) trackingNumbers!: TrackingNumberResponse[];
  @ApiProperty({ format: 'uri', description: 'For the consumer: unguessable.' }) trackingPageUrl!: string;
  @ApiProperty(nullableText) routeId!: string | null;
  @ApiProperty(nullableText) originCountry!: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) declaredWeightGrams!: number | null;
  @ApiProperty({ type: DimensionsFields, nullable: true }) dimensionsMm!: DimensionsFields | null;
  @ApiProperty({ type: [ParcelItemFields] }) items!: ParcelItemFields[];
  @ApiProperty({ description: 'Sum of the items.' }) price!: Money;
  @ApiProperty() goodsCost!: Money;
  @ApiProperty({ description: 'A unit cost was missing and stands at 40% of the price.' })
  goodsCostAssumed!: boolean;
  @ApiProperty(nullableInstant) shippedAt!: string | null;
  @ApiProperty(nullableInstant) promisedAt!: string | null;
  @ApiProperty({ format: 'date-time' }) registeredAt!: string;
  @ApiProperty(nullableInstant) cancelledAt!: string | null;
}

export class WarningResponse {
  @ApiProperty({ example: 'tracking_number_check_digit' }) code!: string;
  @ApiProperty({ description: 'JSON pointer into the request.' }) pointer!: string;
  @ApiProperty() detail!: string;
}

export class RegisteredParcelResponse extends ParcelResponse {
  @ApiProperty({ type: [WarningResponse], description: 'What to look at; it hinders nothing.' })
  warnings!: WarningResponse[];
}
