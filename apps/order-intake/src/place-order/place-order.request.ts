import {
  Bool,
  Country,
  Currency,
  Email,
  Instant,
  Integer,
  ListOf,
  Money,
  MoneyField,
  Nested,
  Text,
  TextList,
} from '@landfall/service-kit';

export class ConsentFields {
  @Bool({ optional: true }) email?: boolean;
  @Bool({ optional: true }) sms?: boolean;
}

export class BuyerFields {
  @Text({ max: 200 }) name!: string;
  @Email({ optional: true }) email?: string;
  @Text({ max: 40, optional: true }) phone?: string;
  @Text({
    max: 35,
    optional: true,
    pattern: /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/,
    patternHint: 'must be a language tag such as pt-BR',
    example: 'de',
  })
  locale?: string;
  @Nested(() => ConsentFields, { optional: true }) consent?: ConsentFields;
}

export class ShipToFields {
  @Country() country!: string;
  @Text({ max: 100, optional: true }) state?: string;
  @Text({ max: 100, optional: true }) city?: string;
  @Text({ max: 20, optional: true }) postalCode?: string;
  @TextList({ max: 10, each: { max: 200 }, optional: true, description: 'Street and house.' })
  lines?: string[];
}

export class OrderItemFields {
  @Text({ max: 255 }) sku!: string;
  @Text({ max: 500 }) title!: string;
  @Integer({ min: 1, max: 100_000 }) quantity!: number;
  @MoneyField({ description: "In the order's currency." }) unitPrice!: Money;
  @MoneyField({ optional: true, description: "What one unit cost the merchant, in the order's currency." })
  unitCost?: Money;
  @Integer({ min: 0, max: 100_000_000, optional: true }) weightGrams?: number;
  @TextList({ max: 20, each: { max: 64 }, optional: true, example: ['battery_builtin'] })
  attributes?: string[];
  @Text({ max: 20, optional: true }) hsCode?: string;
  @Country({ optional: true }) originCountry?: string;
  @MoneyField({ optional: true }) declaredValue?: Money;
}

export class PlaceOrderRequest {
  @Text({ max: 255, description: "The marketplace's own number of the order." }) externalId!: string;
  @Text({ max: 64, example: 'shopify' }) marketplace!: string;
  @Instant() placedAt!: string;
  @Currency() currency!: string;
  @Nested(() => BuyerFields) buyer!: BuyerFields;
  @Nested(() => ShipToFields) shipTo!: ShipToFields;
  @ListOf(() => OrderItemFields, { min: 1, max: 1_000 }) items!: OrderItemFields[];
  @Instant({ optional: true }) promisedAt?: string;
  @Instant({ optional: true }) shipBy?: string;
  @Text({ max: 64, optional: true, description: "Ours, or the merchant's own name of a route." })
  routeId?: string;
  @Text({ max: 20, optional: true }) iossNumber?: string;
  @Text({ max: 40, optional: true }) importerTaxId?: string;
  @Text({ max: 64, optional: true }) paymentMethod?: string;
  @MoneyField({ optional: true }) codAmount?: Money;
}
