import Type from 'typebox';
import { CountryCode, Count, Id, Instant, Nullable, OneOf, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';

/** A share with its 95% Wilson interval. */
export const Rate = Type.Object({
  value: Type.Number({ minimum: 0, maximum: 1 }),
  low: Type.Number({ minimum: 0, maximum: 1 }),
  high: Type.Number({ minimum: 0, maximum: 1 }),
  n: Count,
});

export const scorecardsTopic = defineTopic({
  name: 'landfall.scorecards.v1',
  description:
    'Verified figures of providers, routes and lanes over matured cohorts, one record per merchant and subject.',
  key: 'scorecardId',
  owner: 'analytics',
  cleanup: 'compact',
  events: {
    'scorecard.published': {
      description: 'A scorecard was computed anew and differs from the last one told.',
      data: Type.Object({
        scorecardId: Id,
        by: OneOf(['provider', 'route', 'lane']),
        subject: Text(),
        originCountry: Nullable(CountryCode),
        destinationCountry: Nullable(CountryCode),
        routeId: Nullable(Text(64)),
        computedAt: Instant,
        parcels: Count,
        mature: Count,
        transitDays: Type.Object({
          p50: Nullable(Type.Number()),
          p80: Nullable(Type.Number()),
          p95: Nullable(Type.Number()),
        }),
        receiptRate: Nullable(Rate),
        onTimeRate: Nullable(Rate),
      }),
    },
  },
});
