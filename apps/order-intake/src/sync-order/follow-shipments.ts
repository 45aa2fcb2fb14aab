import { Injectable } from '@nestjs/common';
import { Outbox, type OutgoingEvent } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, ProblemError } from '@landfall/service-kit';
import { v7 } from 'uuid';
import type { WantedParcel } from '../marketplace-orders/wanted-order.ts';
import { numberInUse } from '../parcel/number-in-use.problem.ts';
import {
  parcelCancelled,
  parcelRegistered,
  parcelUpdated,
  trackingNumberAdded,
} from '../parcel/parcel-events.ts';
import { MarketplaceParcelsStore } from '../persistence/marketplace-parcels.store.ts';
import type { OrderRow } from '../persistence/orders.store.ts';
import { ParcelsStore, type ParcelRow, type TrackingNumber } from '../persistence/parcels.store.ts';
import type { Allocation } from '../register-parcel/allocate-items.ts';
import { parcelValue } from '../register-parcel/parcel-value.ts';
import { matchParcels } from './match-parcels.ts';

/** Makes the parcels of an order be those of its marketplace's shipments, and tells what has changed. */
@Injectable()
export class FollowShipments {
  constructor(
    private readonly parcels: ParcelsStore,
    private readonly following: MarketplaceParcelsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * @param order locked
   * @param anew whether the parcels that are there were cancelled with the order and are to be made again
   * @returns numbers that active parcels of other orders have
   */
  async follow(
    tx: Transaction,
    merchantId: string,
    order: OrderRow,
    wanted: readonly WantedParcel[],
    anew: boolean,
  ): Promise<TrackingNumber[]> {
    const known = await this.following.lockOfOrder(tx, merchantId, order.id);
    const { kept, fresh, gone } = matchParcels(anew ? [] : known, wanted);
    for (const id of anew ? known.map((parcel) => parcel.id) : gone)
      await this.withdraw(tx, merchantId, order.id, id);
    const inUse: TrackingNumber[] = [];
    for (const parcel of fresh) inUse.push(...(await this.register(tx, merchantId, order, parcel)));
    for (const { id, wanted: parcel, missing } of kept)
      inUse.push(...(await this.keep(tx, merchantId, order, id, parcel, missing)));
    return inUse;
  }

  private async withdraw(tx: Transaction, merchantId: string, orderId: string, id: string): Promise<void> {
    const now = this.clock.now();
    const version = await this.parcels.withdraw(tx, merchantId, id, now);
    await this.following.withdraw(tx, merchantId, id);
    if (version !== undefined) this.tell(tx, parcelCancelled({ merchantId, id, version }, orderId, now));
  }

  /** A number that the merchant has registered for this order already makes no second parcel. */
  private async register(
    tx: Transaction,
    merchantId: string,
    order: OrderRow,
    wanted: WantedParcel,
  ): Promise<TrackingNumber[]> {
    for (const number of wanted.numbers) {
      const there = await this.parcels.idWithNumber(tx, merchantId, number);
      if (there?.orderId !== order.id) continue;
      if (await this.following.add(tx, merchantId, order.id, there.id, wanted.shipment)) return [];
    }
    const now = this.clock.now();
    let taken: TrackingNumber | undefined;
    try {
      await tx.attempt(async () => {
        const id = v7();
        const items = allocationsOf(order, wanted);
        await this.parcels.insert(
          tx,
          merchantId,
          {
            id,
            orderId: order.id,
            purpose: 'outbound',
            replacesParcelId: null,
            routeId: order.route_id,
            originCountry: wanted.originCountry,
            declaredWeightGrams: null,
            dimensionsMm: null,
            shippedAt: wanted.shippedAt,
            ...parcelValue(linesOf(order), items),
            items,
          },
          now,
        );
        for (const number of wanted.numbers) {
          taken = number;
          if (!(await this.parcels.addNumber(tx, merchantId, id, number, now))) throw numberInUse(number);
        }
        await this.following.add(tx, merchantId, order.id, id, wanted.shipment);
        this.tell(tx, parcelRegistered(await this.read(tx, merchantId, id)));
        // Told only now, of an order that was cancelled before: it may be on its way all the same.
        if (order.cancelled_at) await this.cancel(tx, merchantId, order.id, id);
      });
      return [];
    } catch (error) {
      if (error instanceof ProblemError && taken) return [taken];
      throw error;
    }
  }

  private async cancel(tx: Transaction, merchantId: string, orderId: string, id: string): Promise<void> {
    const now = this.clock.now();
    const version = await this.parcels.cancel(tx, merchantId, id, now);
    this.tell(tx, parcelCancelled({ merchantId, id, version }, orderId, now));
  }

  private async keep(
    tx: Transaction,
    merchantId: string,
    order: OrderRow,
    id: string,
    wanted: WantedParcel,
    missing: readonly TrackingNumber[],
  ): Promise<TrackingNumber[]> {
    const now = this.clock.now();
    const inUse: TrackingNumber[] = [];
    for (const number of missing) {
      if (await this.parcels.addNumber(tx, merchantId, id, number, now)) {
        const version = await this.parcels.raiseVersion(tx, merchantId, id);
        const told = { merchantId, id, version, purpose: 'outbound', placedAt: order.placed_at } as const;
        this.tell(tx, trackingNumberAdded(told, number, now));
      } else inUse.push(number);
    }
    const items = allocationsOf(order, wanted);
    const value = parcelValue(linesOf(order), items);
    if (await this.following.isPacked(tx, merchantId, id, items, value)) return inUse;
    await this.parcels.repack(tx, merchantId, { id, items, ...value });
    this.tell(tx, parcelUpdated(await this.read(tx, merchantId, id)));
    return inUse;
  }

  private async read(tx: Transaction, merchantId: string, id: string): Promise<ParcelRow> {
    const row = await this.parcels.find(tx, merchantId, id);
    if (!row) throw new Error(`parcel ${id} is not there`);
    return row;
  }

  private tell(tx: Transaction, event: OutgoingEvent): void {
    this.outbox.append(tx, this.clock.now(), [event]);
  }
}

const allocationsOf = (order: OrderRow, { items }: WantedParcel): Allocation[] =>
  order.items
    .flatMap((row) => {
      const quantity = items
        .filter(({ line }) => line === row.external_line_id)
        .reduce((sum, units) => sum + units.quantity, 0);
      return quantity > 0 ? [{ position: row.position, quantity }] : [];
    })
    .sort((one, other) => one.position - other.position);

const linesOf = (order: OrderRow) =>
  order.items.map((item) => ({
    position: item.position,
    unitPriceMinor: item.unit_price_minor,
    unitCostMinor: item.unit_cost_minor,
  }));
