import { Injectable } from '@nestjs/common';
import type { OutgoingEvent } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { numberInUse } from '../parcel/number-in-use.problem.ts';
import { trackingNumberAdded } from '../parcel/parcel-events.ts';
import { ParcelsStore, type ParcelRow } from '../persistence/parcels.store.ts';
import type { TrackingNumberRequest } from '../register-parcel/register-parcel.request.ts';
import type { NumberWarning } from '../tracking-numbers/check-number.ts';
import { CheckNumbers } from '../tracking-numbers/check-numbers.ts';

/** What is told of a number that was added, and what its merchant should look at. */
export interface AddedNumber {
  event: OutgoingEvent;
  warnings: NumberWarning[];
}

/** The number of the next company, whoever tells of it. */
@Injectable()
export class NextNumber {
  constructor(
    private readonly parcels: ParcelsStore,
    private readonly numbers: CheckNumbers,
  ) {}

  /**
   * Adds a number to a locked parcel. Throws ProblemError 409 `tracking_number_in_use`, or 422 `carrier_not_recognised` where no
   * carrier is named and none can be told; nothing was written then.
   * @param toldBy `merchant`, or a sender of tracking
   */
  async add(
    tx: Transaction,
    { merchant_id: merchantId, id, purpose, placed_at: placedAt, ship_country: country }: ParcelRow,
    request: TrackingNumberRequest,
    { now, toldBy }: { now: Date; toldBy: string },
  ): Promise<AddedNumber> {
    const destination = purpose === 'return' ? null : country;
    const { number, warnings } = await this.numbers.check(tx, merchantId, request, destination);
    if (!(await this.parcels.addNumber(tx, merchantId, id, number, now, toldBy))) throw numberInUse(number);
    const version = await this.parcels.raiseVersion(tx, merchantId, id);
    const told = { merchantId, id, version, purpose, placedAt };
    return { event: trackingNumberAdded(told, number, now), warnings };
  }
}
