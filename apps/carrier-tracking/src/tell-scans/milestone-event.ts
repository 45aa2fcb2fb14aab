import { trackingEventsTopic } from '@landfall/contracts';
import { sameGateway } from '@landfall/domain';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { Delivery } from '../scans/kept-scan.ts';
import type { Reading, ScanPlace } from '../scans/scan.ts';

/**
 * The event that tells a parcel's followers of a scan, or that it was read wrongly before.
 * @param version the parcel's, raised for this event
 */
export const milestoneEvent = (
  { scan, registration, unit, reading, revision }: Delivery,
  version: number,
  originCountry: string | null,
): OutgoingEvent => {
  if (!scan.time) throw new Error('a scan without a time is never told');
  const { parcelId, merchantId, trackingNumber, carrier } = registration;
  return outgoing(
    trackingEventsTopic,
    revision === 0 ? 'tracking.milestone_reached' : 'tracking.milestone_corrected',
    { version, merchantId },
    {
      eventId: deterministicId('tracking-event', parcelId, scan.scanId),
      scanId: scan.scanId,
      revision,
      parcelId,
      trackingNumber,
      carrier,
      source: scan.sender,
      milestone: milestoneOf(reading, scan.place, originCountry),
      leg: reading.leg,
      reason: reading.reason,
      ...scan.time,
      recordedAt: scan.recordedAt,
      place: scan.place,
      rawCode: scan.rawCode,
      rawPayloadRef: scan.payloadId,
      weightGrams: scan.weightGrams,
      proof: scan.proof,
      ...unit,
      ...(scan.beside?.estimatedDelivery && { carrierEstimate: scan.beside.estimatedDelivery }),
    },
  );
};

/** Customs are the export's behind the gateway of the parcel's origin, else the import's. */
export const milestoneOf = (
  { milestone, atOrigin }: Reading,
  place: ScanPlace | null,
  originCountry: string | null,
): Reading['milestone'] =>
  atOrigin && place?.country && originCountry && sameGateway(place.country, originCountry)
    ? atOrigin
    : milestone;
