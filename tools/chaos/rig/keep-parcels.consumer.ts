import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelStatesTopic, trackingEventsTopic } from '@landfall/contracts';
import { ConsumeBatch, outgoing, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { advance, stateChanged } from '../../workload/parcel-state.ts';
import { lockParcels, saveParcels } from '../../workload/parcel-states.store.ts';

/** Keeps a row of every parcel, whose version counts the scans applied, and tells of each scan. */
@Controller()
export class KeepParcelsConsumer {
  @ConsumeBatch(trackingEventsTopic)
  async apply(
    @Payload() events: ReceivedEvent<typeof trackingEventsTopic>[],
    @Ctx() { tx, emit }: BatchContext,
  ): Promise<void> {
    const parcelIds = [...new Set(events.map((event) => event.subject))].sort();
    const parcels = await lockParcels(tx, parcelIds);
    for (const event of events) {
      const merchantId = event.merchantId ?? '';
      const parcel = advance(parcels.get(event.subject), merchantId, event.data);
      parcels.set(event.subject, parcel);
      const about = { version: parcel.version, merchantId };
      emit(outgoing(parcelStatesTopic, 'parcel.state_changed', about, stateChanged(parcel)), event);
    }
    saveParcels(
      tx,
      parcelIds.map((id) => parcels.get(id)).filter((parcel) => parcel !== undefined),
    );
  }
}
