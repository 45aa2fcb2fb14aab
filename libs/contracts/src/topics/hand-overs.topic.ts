import Type from 'typebox';
import { Id, Instant, Nullable, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';

export const handOversTopic = defineTopic({
  name: 'landfall.hand-overs.v1',
  description:
    "Under which number another company carries a parcel on, as its carriers tell. Rare beside scans, and read by who keeps parcels' numbers.",
  key: 'parcelId',
  owner: 'carrier-tracking',
  cleanup: 'delete',
  events: {
    'tracking.handed_over': {
      description:
        "A sender told of another company's number for a parcel, which it is not registered with: once a parcel, number and carrier.",
      data: Type.Object({
        parcelId: Id,
        trackingNumber: Text(64),
        /** Null where the sender does not say whose it is. */
        carrier: Nullable(Text(64)),
        from: Type.Object({ trackingNumber: Text(64), carrier: Text(64) }),
        source: Text(64),
        recordedAt: Instant,
        rawPayloadRef: Id,
      }),
    },
  },
});
