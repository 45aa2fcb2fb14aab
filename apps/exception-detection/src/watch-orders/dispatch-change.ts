import type { Envelope } from '@landfall/messaging';
import type { ParcelRecord } from '../track-parcel/parcel-record.ts';

/** A parcel of an order has got its first physical scan, or a correction has taken the only one away. */
export interface DispatchChange {
  merchantId: string;
  orderId: string;
  parcelId: string;
  isScanned: boolean;
  cause: Envelope | undefined;
}

/**
 * What a batch changes for the order of a parcel; null for nearly every scan. The purpose of the parcel does not matter: what
 * replaces another has been sent itself, and what comes back had been sent. Where the known state was made by another
 * version of the fold, a scanned parcel is told once more.
 */
export const dispatchChange = (
  before: Pick<ParcelRecord, 'state'>,
  after: ParcelRecord,
  cause: Envelope | undefined,
): DispatchChange | null => {
  const { merchantId, parcelId, registration } = after;
  const isScanned = hasPhysicalScan(after);
  if (!registration || isScanned === hasPhysicalScan(before)) return null;
  return { merchantId, orderId: registration.orderId, parcelId, isScanned, cause };
};

const hasPhysicalScan = ({ state }: Pick<ParcelRecord, 'state'>): boolean =>
  state !== null && state.firstPhysicalScanAt !== null;
