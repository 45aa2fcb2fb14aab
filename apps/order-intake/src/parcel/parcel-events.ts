import { parcelsTopic } from '@landfall/contracts';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { ParcelRow, Purpose, TrackingNumber } from '../persistence/parcels.store.ts';
import { parcelData } from './parcel-view.ts';

/** Tells of a parcel, all that others need to know of it. */
export const parcelRegistered = (row: ParcelRow): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.registered',
    { version: row.version, merchantId: row.merchant_id },
    parcelData(row),
  );

/** Tells of a parcel that changed, as it now stands. */
export const parcelUpdated = (row: ParcelRow): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.updated',
    { version: row.version, merchantId: row.merchant_id },
    parcelData(row),
  );

/** Tells of a parcel's further number, at its new version. @param placedAt of its order */
export const trackingNumberAdded = (
  parcel: { merchantId: string; id: string; version: number; purpose: Purpose; placedAt: Date },
  { trackingNumber, carrier, warnings }: TrackingNumber,
  addedAt: Date,
): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.tracking_number_added',
    { version: parcel.version, merchantId: parcel.merchantId },
    {
      parcelId: parcel.id,
      trackingNumber,
      carrier,
      addedAt: addedAt.toISOString(),
      ...(warnings && { warnings }),
      ...(parcel.purpose === 'outbound' && { placedAt: parcel.placedAt.toISOString() }),
    },
  );

/** Tells that a parcel's order is cancelled, at the parcel's new version. */
export const parcelCancelled = (
  parcel: { merchantId: string; id: string; version: number },
  orderId: string,
  cancelledAt: Date,
): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.cancelled',
    { version: parcel.version, merchantId: parcel.merchantId },
    { parcelId: parcel.id, orderId, cancelledAt: cancelledAt.toISOString() },
  );
