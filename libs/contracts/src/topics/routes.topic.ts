import Type from 'typebox';
import { CountryCode, Id, Nullable, OneOf, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { clearances, deliveryTerms, legs, transportModes } from '../vocabulary.ts';

export const routesTopic = defineTopic({
  name: 'landfall.routes.v1',
  description: 'Transport routes of the pool as they stand, with terms and legs.',
  key: 'routeId',
  owner: 'capacity-pool',
  cleanup: 'compact',
  events: {
    'route.changed': {
      description: 'A route was made or changed; the whole route as it now stands.',
      data: Type.Object({
        routeId: Id,
        externalId: Text(64),
        name: Text(),
        providerId: Id,
        originCountry: CountryCode,
        destinationCountries: Type.Array(CountryCode),
        transitCountries: Type.Array(CountryCode),
        legs: Type.Array(Type.Object({ leg: OneOf(legs), carrier: Text(64) })),
        mode: Nullable(OneOf(transportModes)),
        terms: Nullable(OneOf(deliveryTerms)),
        clearance: Nullable(OneOf(clearances)),
        claimedTransitDays: Nullable(Type.Number({ minimum: 0 })),
      }),
    },
  },
});
