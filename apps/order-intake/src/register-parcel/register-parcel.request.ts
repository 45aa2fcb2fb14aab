import { parcelPurposes } from '@landfall/contracts';
import { Country, Instant, Integer, ListOf, Nested, OneOf, Text, Uuid } from '@landfall/service-kit';
import type { Purpose } from '../persistence/parcels.store.ts';

export class TrackingNumberRequest {
  @Text({ max: 64, example: 'RR123456785CN' }) trackingNumber!: string;
  @Text({
    max: 64,
    optional: true,
    example: 'china-post',
    description:
      'Where it is absent the carrier is found by the format of the number, by your other numbers that look the same and by the ' +
      'destination; where these do not tell it the answer is 422 `carrier_not_recognised`.',
  })
  carrier?: string;
}

export class DimensionsFields {
  @Integer({ min: 1, max: 100_000 }) length!: number;
  @Integer({ min: 1, max: 100_000 }) width!: number;
  @Integer({ min: 1, max: 100_000 }) height!: number;
}

export class ParcelItemFields {
  @Text({ max: 255 }) sku!: string;
  @Integer({ min: 1, max: 100_000 }) quantity!: number;
}

export class RegisterParcelRequest extends TrackingNumberRequest {
  @Text({
    max: 64,
    optional: true,
    description: "Ours, or the merchant's own name of a route; else the order's.",
  })
  routeId?: string;
  @Integer({ min: 0, max: 100_000_000, optional: true }) declaredWeightGrams?: number;
  @Nested(() => DimensionsFields, { optional: true }) dimensionsMm?: DimensionsFields;
  @Instant({ optional: true }) shippedAt?: string;
  @Country({ optional: true }) originCountry?: string;
  @ListOf(() => ParcelItemFields, {
    min: 1,
    max: 1_000,
    optional: true,
    description: 'Without it the parcel holds all that is not in another outbound parcel of the order.',
  })
  items?: ParcelItemFields[];
  @OneOf(parcelPurposes, { optional: true, description: 'outbound unless told.' }) purpose?: Purpose;
  @Uuid({ optional: true, description: 'Which parcel of the order a replacement is for.' })
  replacesParcelId?: string;
}
