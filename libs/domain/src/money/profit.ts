/**
 * What a parcel is worth and has cost, in minor units of one ISO 4217 currency.
 * `goodsAssumed`: the unit cost was not given and stands at {@link ASSUMED_GOODS_SHARE} of the price.
 */
export interface OrderValue {
  readonly priceMinor: number;
  readonly goodsMinor: number;
  readonly goodsAssumed: boolean;
  readonly logisticsMinor: number;
  readonly currency: string;
}

/** How a parcel that was not delivered ends for the merchant. */
export type FailureOutcome = 'refunded' | 'reshipped' | 'returned';

/** A missing unit cost is this share of the price, marked assumed. */
export const ASSUMED_GOODS_SHARE = 0.4;

/** What a returned parcel costs, goods, freight and marketing together, as a share of the price. */
export const RETURN_LOSS_SHARE = 0.3;

/** Cost of goods (minor units) to assume where the merchant gave none. */
export function assumedGoodsMinor(priceMinor: number): number {
  return Math.round(priceMinor * ASSUMED_GOODS_SHARE);
}

/** Price - goods - logistics, in minor units. */
export function profitIfDelivered(value: OrderValue): number {
  return value.priceMinor - value.goodsMinor - value.logisticsMinor;
}

/**
 * Profit (minor units, mostly negative) when the parcel fails, by how it ends: refunded -(goods + logistics),
 * reshipped price - 2 (goods + logistics), returned -30% of the price.
 */
export function profitIfFailed(value: OrderValue, outcome: FailureOutcome): number {
  const spent = value.goodsMinor + value.logisticsMinor;
  switch (outcome) {
    case 'refunded':
      return -spent;
    case 'reshipped':
      return value.priceMinor - 2 * spent;
    case 'returned':
      return -Math.round(value.priceMinor * RETURN_LOSS_SHARE);
    default:
      return unknownOutcome(outcome);
  }
}

/** What lies between delivery and failure (minor units): profit if delivered - profit if failed. */
export function swingMinor(value: OrderValue, outcome: FailureOutcome = 'refunded'): number {
  return profitIfDelivered(value) - profitIfFailed(value, outcome);
}

function unknownOutcome(outcome: never): never {
  throw new RangeError(`unknown outcome ${String(outcome)}`);
}
