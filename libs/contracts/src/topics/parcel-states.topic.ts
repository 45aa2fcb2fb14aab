import Type from 'typebox';
import { CountryCode, Id, Instant, Nullable, OneOf, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { legs, milestones, parcelStates, waits } from '../vocabulary.ts';

export const Estimate = Type.Object({
  p10: Instant,
  p50: Instant,
  p90: Instant,
  pLate: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
});

export const parcelStatesTopic = defineTopic({
  name: 'landfall.parcel-states.v1',
  description: 'The latest state and estimate of every parcel.',
  key: 'parcelId',
  owner: 'exception-detection',
  cleanup: 'compact',
  events: {
    'parcel.state_changed': {
      description: 'The state, the leg or a node that consumers care about changed.',
      data: Type.Object({
        parcelId: Id,
        orderId: Id,
        state: OneOf(parcelStates),
        currentLeg: Nullable(OneOf(legs)),
        currentWait: Nullable(OneOf(waits)),
        lastMilestone: Nullable(OneOf(milestones)),
        lastEventAt: Nullable(Instant),
        dispatchedAt: Nullable(Instant),
        outForDeliveryAt: Nullable(Instant),
        deliveredAt: Nullable(Instant),
        originCountry: Nullable(CountryCode),
        destinationCountry: CountryCode,
        routeId: Nullable(Text(64)),
        promisedAt: Nullable(Instant),
        estimate: Nullable(Estimate),
      }),
    },
  },
});
