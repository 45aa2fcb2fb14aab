import { assumedGoodsMinor } from '@landfall/domain';
import type { OrderLine } from '../order/order.ts';
import type { Allocation } from './allocate-items.ts';

/** What a parcel's items sell for and cost, in minor units of the order's currency. */
export interface ParcelValue {
  priceMinor: number;
  goodsCostMinor: number;
  /** A unit cost was missing and stands at 40% of the price. */
  goodsCostAssumed: boolean;
}

/** Sums price and cost of the units in a parcel. */
export const parcelValue = (
  lines: readonly Pick<OrderLine, 'position' | 'unitPriceMinor' | 'unitCostMinor'>[],
  allocations: readonly Allocation[],
): ParcelValue => {
  const quantities = new Map(allocations.map(({ position, quantity }) => [position, quantity]));
  const value = { priceMinor: 0, goodsCostMinor: 0, goodsCostAssumed: false };
  for (const { position, unitPriceMinor, unitCostMinor } of lines) {
    const quantity = quantities.get(position) ?? 0;
    if (quantity === 0) continue;
    const price = quantity * unitPriceMinor;
    value.priceMinor += price;
    value.goodsCostMinor += unitCostMinor === null ? assumedGoodsMinor(price) : quantity * unitCostMinor;
    value.goodsCostAssumed ||= unitCostMinor === null;
  }
  return value;
};
