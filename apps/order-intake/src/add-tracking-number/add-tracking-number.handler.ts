import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, notFound } from '@landfall/service-kit';
import { numberInUse } from '../parcel/number-in-use.problem.ts';
import { trackingNumberAdded } from '../parcel/parcel-events.ts';
import { ParcelsStore, type ParcelRow, type TrackingNumber } from '../persistence/parcels.store.ts';

/** Gives a parcel the number of the next company. */
@Injectable()
export class AddTrackingNumberHandler {
  constructor(
    private readonly parcels: ParcelsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws ProblemError 404, or 409 `tracking_number_in_use`. A parcel that has ended takes numbers too. */
  async add(tx: Transaction, merchantId: string, id: string, number: TrackingNumber): Promise<ParcelRow> {
    const now = this.clock.now();
    if (!(await this.parcels.lock(tx, merchantId, id))) throw notFound('The parcel');
    if (!(await this.parcels.addNumber(tx, merchantId, id, number, now))) throw numberInUse(number);
    const version = await this.parcels.raiseVersion(tx, merchantId, id);
    this.outbox.append(tx, now, [trackingNumberAdded({ merchantId, id, version }, number, now)]);
    const row = await this.parcels.find(tx, merchantId, id);
    if (!row) throw new Error(`parcel ${id} is gone`);
    return row;
  }
}
