import { assumedGoodsMinor, type OrderValue } from '../money/profit.ts';

/** A line of an order, in minor units of its currency for one unit; null where the merchant gave no cost. */
export interface OrderItem {
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly unitCostMinor: number | null;
}

/** What an order of these items is worth, in minor units of `currency`. Its logistics cost nothing yet: that is its parcels'. */
export function valueOfItems(items: readonly OrderItem[], currency: string): OrderValue {
  let priceMinor = 0;
  let goodsMinor = 0;
  for (const { quantity, unitPriceMinor, unitCostMinor } of items) {
    const price = quantity * unitPriceMinor;
    priceMinor += price;
    goodsMinor += unitCostMinor === null ? assumedGoodsMinor(price) : quantity * unitCostMinor;
  }
  const goodsAssumed = items.some(({ unitCostMinor }) => unitCostMinor === null);
  return { priceMinor, goodsMinor, goodsAssumed, logisticsMinor: 0, currency };
}
