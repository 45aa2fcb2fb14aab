import { ApiProperty } from '@nestjs/swagger';
import { Money } from '@landfall/service-kit';
import { ConsentFields } from '../place-order/place-order.request.ts';

const nullableText = { type: String, nullable: true } as const;
const nullableInstant = { type: String, format: 'date-time', nullable: true } as const;
const personal = 'Not in answers to a POST, nor once the buyer was erased.';

export class BuyerResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ required: false, description: personal }) name?: string;
  @ApiProperty({ ...nullableText, required: false, description: personal }) email?: string | null;
  @ApiProperty({ ...nullableText, required: false, description: personal }) phone?: string | null;
  @ApiProperty(nullableText) locale!: string | null;
  @ApiProperty() consent!: ConsentFields;
}

export class ShipToResponse {
  @ApiProperty() country!: string;
  @ApiProperty(nullableText) state!: string | null;
  @ApiProperty(nullableText) city!: string | null;
  @ApiProperty({ ...nullableText, required: false, description: personal }) postalCode?: string | null;
  @ApiProperty({ type: [String], required: false, description: personal }) lines?: string[];
}

export class OrderItemResponse {
  @ApiProperty() sku!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: 'integer' }) quantity!: number;
  @ApiProperty() unitPrice!: Money;
  @ApiProperty({ type: Money, nullable: true }) unitCost!: Money | null;
  @ApiProperty({ type: 'integer', nullable: true }) weightGrams!: number | null;
  @ApiProperty({ type: [String] }) attributes!: string[];
  @ApiProperty(nullableText) hsCode!: string | null;
  @ApiProperty(nullableText) originCountry!: string | null;
  @ApiProperty({ type: Money, nullable: true }) declaredValue!: Money | null;
}

export class OrderOutcomeResponse {
  @ApiProperty({ enum: ['refund'] }) kind!: 'refund';
  @ApiProperty() amount!: Money;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
}

export class OrderResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() externalId!: string;
  @ApiProperty() marketplace!: string;
  @ApiProperty({ enum: ['open', 'cancelled'] }) status!: 'open' | 'cancelled';
  @ApiProperty({ format: 'date-time' }) placedAt!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() buyer!: BuyerResponse;
  @ApiProperty() shipTo!: ShipToResponse;
  @ApiProperty({ type: [OrderItemResponse] }) items!: OrderItemResponse[];
  @ApiProperty(nullableInstant) promisedAt!: string | null;
  @ApiProperty(nullableInstant) shipBy!: string | null;
  @ApiProperty(nullableText) routeId!: string | null;
  @ApiProperty(nullableText) iossNumber!: string | null;
  @ApiProperty({ ...nullableText, required: false, description: personal }) importerTaxId?: string | null;
  @ApiProperty(nullableText) paymentMethod!: string | null;
  @ApiProperty({ type: Money, nullable: true }) codAmount!: Money | null;
  @ApiProperty({ type: [String] }) parcelIds!: string[];
  @ApiProperty({ type: [OrderOutcomeResponse], description: "As the order's marketplace tells." })
  outcomes!: OrderOutcomeResponse[];
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty(nullableInstant) cancelledAt!: string | null;
}

export class OrderPageResponse {
  @ApiProperty({ type: [OrderResponse] }) data!: OrderResponse[];
  @ApiProperty(nullableText) nextCursor!: string | null;
}
