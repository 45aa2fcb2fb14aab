import { parcelStatesTopic, type trackingEventsTopic } from '@landfall/contracts';
import { outgoing, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { advance, stateChanged } from './parcel-state.ts';
import { lockParcels, saveParcels } from './parcel-states.store.ts';

/** Keeps a row of every parcel, whose version counts the scans applied, and tells of each scan. */
export async function applyScans(
  events: readonly ReceivedEvent<typeof trackingEventsTopic>[],
  { tx, emit }: BatchContext,
): Promise<void> {
  const parcelIds = [...new Set(events.map((event) => event.subject))].sort();
  const parcels = await lockParcels(tx, parcelIds);
  for (const event of events) {
    const { merchantId } = event;
    if (merchantId === null) throw new Error('a scan belongs to a merchant');
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
