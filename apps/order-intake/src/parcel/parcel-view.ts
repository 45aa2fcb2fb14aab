import { parcelsTopic, type DataOf } from '@landfall/contracts';
import { formatMoney } from '@landfall/domain';
import type { ParcelRow } from '../persistence/parcels.store.ts';

export type ParcelData = DataOf<typeof parcelsTopic, 'parcel.registered'>;

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** A parcel as it now stands, in the self-contained shape that the topic has. */
export const parcelData = (row: ParcelRow): ParcelData => ({
  parcelId: row.id,
  orderId: row.order_id,
  externalOrderId: row.external_id,
  marketplace: row.marketplace,
  purpose: row.purpose,
  replacesParcelId: row.replaces_parcel_id,
  trackingNumbers: row.tracking_numbers,
  routeId: row.route_id,
  originCountry: row.origin_country,
  destination: { country: row.ship_country, state: row.ship_state, city: row.ship_city },
  placedAt: row.placed_at.toISOString(),
  registeredAt: row.registered_at.toISOString(),
  shippedAt: iso(row.shipped_at),
  promisedAt: iso(row.promised_at),
  promiseSource: row.promised_at ? 'merchant' : null,
  declaredWeightGrams: row.declared_weight_grams,
  price: formatMoney(Number(row.price_minor), row.currency),
  goodsCost: formatMoney(Number(row.goods_cost_minor), row.currency),
  goodsCostAssumed: row.goods_cost_assumed,
  logisticsCost: null,
  buyerReference: row.buyer_id,
  cancelledAt: iso(row.cancelled_at),
});

/** A parcel as the API answers its registration. */
export const parcelView = (row: ParcelRow, trackingPageUrl: string) => {
  const { length_mm: length, width_mm: width, height_mm: height } = row;
  return {
    id: row.id,
    orderId: row.order_id,
    purpose: row.purpose,
    replacesParcelId: row.replaces_parcel_id,
    trackingNumbers: row.tracking_numbers,
    trackingPageUrl,
    routeId: row.route_id,
    originCountry: row.origin_country,
    declaredWeightGrams: row.declared_weight_grams,
    dimensionsMm: length === null || width === null || height === null ? null : { length, width, height },
    items: row.items,
    price: formatMoney(Number(row.price_minor), row.currency),
    goodsCost: formatMoney(Number(row.goods_cost_minor), row.currency),
    goodsCostAssumed: row.goods_cost_assumed,
    shippedAt: iso(row.shipped_at),
    promisedAt: iso(row.promised_at),
    registeredAt: row.registered_at.toISOString(),
    cancelledAt: iso(row.cancelled_at),
  };
};

export type ParcelView = ReturnType<typeof parcelView>;
