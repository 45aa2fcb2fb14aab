import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelStatesTopic, type ParcelStateName } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { parcelKey, ParcelsStore } from '../persistence/parcels.store.ts';

/** States after which a parcel's number may be given to another one. */
const endings: ReadonlySet<ParcelStateName> = new Set([
  'delivered',
  'returned',
  'lost',
  'destroyed',
  'cancelled',
]);

/** Ends parcels as their states tell: the first ending counts, and their numbers are free again. */
@Controller()
export class EndParcelsConsumer {
  constructor(private readonly parcels: ParcelsStore) {}

  /** Throws where a parcel is not known under the merchant that the event names. */
  @ConsumeBatch(parcelStatesTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof parcelStatesTopic>[],
    @Ctx() { tx }: BatchContext,
  ): Promise<void> {
    const ended = new Map<string, { merchantId: string; id: string; at: Date; as: string }>();
    for (const { data, merchantId, time } of events) {
      if (!endings.has(data.state) || merchantId === null) continue;
      const key = parcelKey(merchantId, data.parcelId);
      if (!ended.has(key)) ended.set(key, { merchantId, id: data.parcelId, at: time, as: data.state });
    }
    if (ended.size === 0) return;
    const parcels = [...ended.values()];
    const known = await this.parcels.lockMany(tx, parcels);
    for (const { merchantId, id } of parcels)
      if (!known.has(parcelKey(merchantId, id)))
        throw new Error(`merchant ${merchantId} has no parcel ${id}`);
    await this.parcels.end(tx, parcels);
  }
}
