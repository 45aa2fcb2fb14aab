import { parcelStatesTopic, type trackingEventsTopic } from '@landfall/contracts';
import { outgoing, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { advance, stateChanged, type ParcelState } from './parcel-state.ts';
import { lockParcels, saveParcels } from './parcel-states.store.ts';

type ScanReceived = ReceivedEvent<typeof trackingEventsTopic>;

/** Keeps a row of every parcel, whose version counts the scans applied, and tells of each scan. */
export const applyScans = (events: readonly ScanReceived[], { tx, emit }: BatchContext): Promise<void> =>
  keepParcels(events, tx, (parcel, scan) => {
    const { merchantId, version } = parcel;
    emit(
      outgoing(parcelStatesTopic, 'parcel.state_changed', { version, merchantId }, stateChanged(parcel)),
      scan,
    );
  });

/** Keeps the rows alone; `told` hears of each parcel after each of its scans. */
export async function keepParcels(
  events: readonly ScanReceived[],
  tx: Transaction,
  told?: (parcel: ParcelState, scan: ScanReceived) => void,
): Promise<void> {
  const parcelIds = [...new Set(events.map((event) => event.subject))].sort();
  const parcels = await lockParcels(tx, parcelIds);
  for (const event of events) {
    const { merchantId } = event;
    if (merchantId === null) throw new Error('a scan belongs to a merchant');
    const parcel = advance(parcels.get(event.subject), merchantId, event.data);
    parcels.set(event.subject, parcel);
    told?.(parcel, event);
  }
  saveParcels(
    tx,
    parcelIds.map((id) => parcels.get(id)).filter((parcel) => parcel !== undefined),
  );
}
