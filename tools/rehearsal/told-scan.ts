import { deterministicId } from '@landfall/messaging';
import type { KeptScan } from '../../apps/carrier-tracking/src/scans/kept-scan.ts';
import type { Registration } from '../../apps/carrier-tracking/src/scans/match-registrations.ts';
import type { Scan } from '../../apps/exception-detection/src/track-parcel/parcel-record.ts';
import { compiled } from '../stack/compiled.ts';

const { milestoneOf } = await compiled('carrier-tracking/tell-scans/milestone-event');

/** A scan as the topic tells it of a parcel from China. @throws Error where it has no time, or is none */
export function toldScan(
  { scanId, sender, reading, time, recordedAt, place, rawCode, payloadId, weightGrams, proof }: KeptScan,
  { parcelId, trackingNumber, carrier }: Registration,
  unit?: { unitId: string; flightOrVoyage: string | null },
): Scan {
  if (!time || !reading) throw new Error('a scan without a time, or that is none, is never told');
  return {
    eventId: deterministicId('tracking-event', parcelId, scanId),
    scanId,
    revision: 0,
    parcelId,
    trackingNumber,
    carrier,
    source: sender,
    milestone: milestoneOf(reading, place, 'CN'),
    leg: reading.leg,
    reason: reading.reason,
    ...time,
    recordedAt,
    place,
    rawCode,
    rawPayloadRef: payloadId,
    weightGrams,
    proof,
    ...unit,
  };
}
