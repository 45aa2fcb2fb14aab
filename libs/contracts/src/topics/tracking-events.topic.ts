import Type from 'typebox';
import { Count, Day, Id, Instant, Nullable, OneOf, Place, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { legs, milestones, reasons } from '../vocabulary.ts';

const Scan = Type.Object({
  eventId: Id,
  scanId: Type.String(),
  revision: Count,
  parcelId: Id,
  trackingNumber: Text(64),
  carrier: Text(64),
  source: Text(64),
  milestone: OneOf(milestones),
  leg: Nullable(OneOf(legs)),
  reason: Nullable(OneOf(reasons)),
  occurredAt: Instant,
  offsetSource: OneOf(['given', 'place', 'carrier', 'assumed_utc']),
  recordedAt: Instant,
  place: Nullable(Place),
  rawCode: Nullable(Text()),
  rawPayloadRef: Id,
  weightGrams: Nullable(Type.Number({ minimum: 0 })),
  proof: Nullable(Type.Object({ type: Text(64), ref: Nullable(Text()) })),
  unitId: Type.Optional(Id),
  flightOrVoyage: Type.Optional(Nullable(Text(64))),
  carrierEstimate: Type.Optional(Type.Union([Instant, Day])),
});

export const trackingEventsTopic = defineTopic({
  name: 'landfall.tracking-events.v1',
  description:
    "Every scan in the normalised vocabulary, matched to its parcel; sender's free text stays behind. " +
    'A scan with a unitId was told of that transport unit, and so of each parcel in it. ' +
    'A carrierEstimate is when its sender expected delivery as he told of the scan; a date where he named no time.',
  key: 'parcelId',
  owner: 'carrier-tracking',
  cleanup: 'delete',
  events: {
    'tracking.milestone_reached': { description: 'A sender told of a scan not known before.', data: Scan },
    'tracking.milestone_corrected': {
      description: 'The reading of a known scan changed: same eventId, higher revision.',
      data: Scan,
    },
  },
});
