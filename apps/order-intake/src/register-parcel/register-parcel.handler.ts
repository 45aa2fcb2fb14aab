import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, conflict, notFound } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { numberInUse } from '../parcel/number-in-use.problem.ts';
import { parcelRegistered } from '../parcel/parcel-events.ts';
import { OrdersStore, type OrderRow } from '../persistence/orders.store.ts';
import { ParcelsStore, type NewParcel, type ParcelRow } from '../persistence/parcels.store.ts';
import type { NumberWarning } from '../tracking-numbers/check-number.ts';
import { CheckNumbers } from '../tracking-numbers/check-numbers.ts';
import type { Allocation } from './allocate-items.ts';
import { packParcel } from './pack-parcel.ts';
import { parcelValue } from './parcel-value.ts';
import type { RegisterParcelRequest } from './register-parcel.request.ts';

/** A parcel, and what its merchant should look at. */
export type RegisteredParcel = ParcelRow & { warnings: NumberWarning[] };

/** Adds a parcel to an order and tells of it. */
@Injectable()
export class RegisterParcelHandler {
  constructor(
    private readonly orders: OrdersStore,
    private readonly parcels: ParcelsStore,
    private readonly numbers: CheckNumbers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws ProblemError 404, 409 `order_cancelled` (but returns may come), 409 `tracking_number_in_use`, and 422 where
   * items or the parcel to replace are not right, or where no carrier is named and none can be told.
   */
  async register(
    tx: Transaction,
    merchantId: string,
    orderId: string,
    request: RegisterParcelRequest,
  ): Promise<RegisteredParcel> {
    const now = this.clock.now();
    const order = await this.orders.findLocked(tx, merchantId, orderId);
    if (!order) throw notFound('The order');
    const purpose = request.purpose ?? 'outbound';
    if (order.cancelled_at && purpose !== 'return')
      throw conflict('order_cancelled', 'The order is cancelled: only returns can be registered.');
    const items = packParcel(order.items, await this.parcels.packedOf(tx, merchantId, orderId), {
      purpose,
      replacesParcelId: request.replacesParcelId,
      items: request.items,
    });
    const parcel = newParcel(order, request, items);
    const destination = purpose === 'return' ? null : order.ship_country;
    const { number, warnings } = await this.numbers.check(tx, merchantId, request, destination);
    await this.parcels.insert(tx, merchantId, parcel, now);
    if (!(await this.parcels.addNumber(tx, merchantId, parcel.id, number, now))) throw numberInUse(number);
    const row = await this.parcels.find(tx, merchantId, parcel.id);
    if (!row) throw new Error(`parcel ${parcel.id} is not there after it was added`);
    this.outbox.append(tx, now, [parcelRegistered(row)]);
    return { ...row, warnings };
  }
}

const newParcel = (
  order: OrderRow,
  request: RegisterParcelRequest,
  items: readonly Allocation[],
): NewParcel => ({
  id: v7(),
  orderId: order.id,
  purpose: request.purpose ?? 'outbound',
  replacesParcelId: request.replacesParcelId?.toLowerCase() ?? null,
  routeId: request.routeId ?? order.route_id,
  originCountry: request.originCountry ?? null,
  declaredWeightGrams: request.declaredWeightGrams ?? null,
  dimensionsMm: request.dimensionsMm ?? null,
  shippedAt: request.shippedAt ?? null,
  ...parcelValue(
    order.items.map((item) => ({
      position: item.position,
      unitPriceMinor: item.unit_price_minor,
      unitCostMinor: item.unit_cost_minor,
    })),
    items,
  ),
  items,
});
