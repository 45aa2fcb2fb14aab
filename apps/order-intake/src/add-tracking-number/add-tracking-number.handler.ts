import { Injectable } from '@nestjs/common';
import { Outbox } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, notFound } from '@landfall/service-kit';
import { numberInUse } from '../parcel/number-in-use.problem.ts';
import { trackingNumberAdded } from '../parcel/parcel-events.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import type { RegisteredParcel } from '../register-parcel/register-parcel.handler.ts';
import type { TrackingNumberRequest } from '../register-parcel/register-parcel.request.ts';
import { CheckNumbers } from '../tracking-numbers/check-numbers.ts';

/** Gives a parcel the number of the next company. */
@Injectable()
export class AddTrackingNumberHandler {
  constructor(
    private readonly parcels: ParcelsStore,
    private readonly numbers: CheckNumbers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws ProblemError 404, 409 `tracking_number_in_use`, or 422 where no carrier is named and none can be told. A parcel that
   * has ended takes numbers too.
   */
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
    const destination = parcel.purpose === 'return' ? null : parcel.ship_country;
    const { number, warnings } = await this.numbers.check(tx, merchantId, request, destination);
    if (!(await this.parcels.addNumber(tx, merchantId, id, number, now))) throw numberInUse(number);
    const version = await this.parcels.raiseVersion(tx, merchantId, id);
    const { purpose, placed_at: placedAt } = parcel;
    const told = { merchantId, id, version, purpose, placedAt };
    this.outbox.append(tx, now, [trackingNumberAdded(told, number, now)]);
    const row = await this.parcels.find(tx, merchantId, id);
    if (!row) throw new Error(`parcel ${id} is gone`);
    return { ...row, warnings };
  }
}
