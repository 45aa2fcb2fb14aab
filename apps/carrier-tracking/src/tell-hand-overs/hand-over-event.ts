import { handOversTopic } from '@landfall/contracts';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { ParcelHandOver } from './hand-overs-for.ts';

/**
 * The event that tells of another company's number for a parcel.
 * @param version the parcel's, raised for this event
 */
export const handOverEvent = (
  { delivery: { scan, registration }, number, carrier }: ParcelHandOver,
  version: number,
): OutgoingEvent => {
  const { merchantId, parcelId } = registration;
  const id = deterministicId('tracking.handed_over', parcelId, number, carrier ?? '');
  return outgoing(
    handOversTopic,
    'tracking.handed_over',
    { version, merchantId, id },
    {
      parcelId,
      trackingNumber: number,
      carrier,
      from: { trackingNumber: registration.trackingNumber, carrier: registration.carrier },
      source: scan.sender,
      recordedAt: scan.recordedAt,
      rawPayloadRef: scan.payloadId,
    },
  );
};
