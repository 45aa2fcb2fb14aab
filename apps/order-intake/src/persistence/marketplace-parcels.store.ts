import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Allocation } from '../register-parcel/allocate-items.ts';
import type { ParcelValue } from '../register-parcel/parcel-value.ts';
import type { FollowingParcel } from '../sync-order/match-parcels.ts';

/** Which parcels follow which shipments of a marketplace. */
@Injectable()
export class MarketplaceParcelsStore {
  /** Locks the parcels of an order that follow shipments, sorted. */
  async lockOfOrder(tx: Transaction, merchantId: string, orderId: string): Promise<FollowingParcel[]> {
    await tx.query('SELECT 1 FROM parcel WHERE merchant_id = $1 AND order_id = $2 ORDER BY id FOR UPDATE', [
      merchantId,
      orderId,
    ]);
    return tx.query<FollowingParcel>(
      `SELECT m.parcel_id AS id, m.shipment_id AS shipment,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('trackingNumber', n.tracking_number,
            'carrier', n.carrier, 'ofShipment', n.told_by IS NULL) ORDER BY n.position), '[]') FROM parcel_tracking_number n
          WHERE n.merchant_id = m.merchant_id AND n.parcel_id = m.parcel_id) AS numbers
       FROM marketplace_parcel m
       WHERE m.merchant_id = $1 AND m.order_id = $2 AND NOT m.withdrawn ORDER BY m.parcel_id`,
      [merchantId, orderId],
    );
  }

  /** Lets a parcel follow a shipment; false where it follows one already. */
  async add(
    tx: Transaction,
    merchantId: string,
    orderId: string,
    parcelId: string,
    shipmentId: string,
  ): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO marketplace_parcel (merchant_id, parcel_id, order_id, shipment_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (merchant_id, parcel_id) DO NOTHING RETURNING parcel_id`,
      [merchantId, parcelId, orderId, shipmentId],
    );
    return rows.length > 0;
  }

  /** From now on the parcel follows nothing. */
  async withdraw(tx: Transaction, merchantId: string, parcelId: string): Promise<void> {
    await tx.query(
      'UPDATE marketplace_parcel SET withdrawn = true WHERE merchant_id = $1 AND parcel_id = $2',
      [merchantId, parcelId],
    );
  }

  /** Whether a parcel holds just these items, at just this value. */
  async isPacked(
    tx: Transaction,
    merchantId: string,
    parcelId: string,
    items: readonly Allocation[],
    { priceMinor, goodsCostMinor, goodsCostAssumed }: ParcelValue,
  ): Promise<boolean> {
    const [row] = await tx.query<{ same: boolean }>(
      `SELECT p.price_minor = $3 AND p.goods_cost_minor = $4 AND p.goods_cost_assumed = $5
         AND (SELECT coalesce(jsonb_agg(jsonb_build_object('position', i.position, 'quantity', i.quantity)
                ORDER BY i.position), '[]') FROM parcel_item i
              WHERE i.merchant_id = p.merchant_id AND i.parcel_id = p.id) = $6::jsonb AS same
       FROM parcel p WHERE p.merchant_id = $1 AND p.id = $2`,
      [merchantId, parcelId, priceMinor, goodsCostMinor, goodsCostAssumed, JSON.stringify(items)],
    );
    return row?.same ?? false;
  }
}
