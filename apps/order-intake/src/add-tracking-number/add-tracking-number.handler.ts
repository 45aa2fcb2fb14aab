import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, notFound } from '@landfall/service-kit';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import type { RegisteredParcel } from '../register-parcel/register-parcel.handler.ts';
import type { TrackingNumberRequest } from '../register-parcel/register-parcel.request.ts';
import { NextNumber } from './next-number.ts';

/** Gives a parcel the number of the next company, as its merchant says. */
@Injectable()
export class AddTrackingNumberHandler {
  constructor(
    private readonly parcels: ParcelsStore,
    private readonly next: NextNumber,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws ProblemError 404, and as NextNumber does. A parcel that has ended takes numbers too. */
  async add(
    tx: Transaction,
    merchantId: string,
    id: string,
    request: TrackingNumberRequest,
  ): Promise<RegisteredParcel> {
    const now = this.clock.now();
    const parcel =
      (await this.parcels.lock(tx, merchantId, id)) && (await this.parcels.find(tx, merchantId, id));
    if (!parcel) throw notFound('The parcel');
    const { event, warnings } = await this.next.add(tx, parcel, request, { now, toldBy: 'merchant' });
    this.outbox.append(tx, now, [event]);
    const row = await this.parcels.find(tx, merchantId, id);
    if (!row) throw new Error(`parcel ${id} is gone`);
    return { ...row, warnings };
  }
}
