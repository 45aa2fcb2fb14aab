import Type from 'typebox';
import { CountryCode, Count, Id, Instant, Money, Nullable, OneOf, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { parcelPurposes } from '../vocabulary.ts';
import { Destination } from './orders.topic.ts';

/** What a merchant should look at; it hinders nothing. */
const Warnings = Type.Optional(Type.Array(Type.Object({ code: Text(64), detail: Text(1_000) })));

export const TrackingNumber = Type.Object({
  trackingNumber: Text(64),
  carrier: Text(64),
  warnings: Warnings,
});

const Parcel = Type.Object({
  parcelId: Id,
  orderId: Id,
  externalOrderId: Text(),
  marketplace: Text(),
  purpose: OneOf(parcelPurposes),
  replacesParcelId: Nullable(Id),
  trackingNumbers: Type.Array(TrackingNumber),
  routeId: Nullable(Text(64)),
  originCountry: Nullable(CountryCode),
  destination: Destination,
  placedAt: Instant,
  registeredAt: Instant,
  shippedAt: Nullable(Instant),
  promisedAt: Nullable(Instant),
  promiseSource: Nullable(OneOf(['merchant', 'route'])),
  declaredWeightGrams: Nullable(Count),
  price: Money,
  goodsCost: Money,
  goodsCostAssumed: Type.Boolean(),
  logisticsCost: Nullable(Money),
  buyerReference: Id,
  cancelledAt: Nullable(Instant),
});

export const parcelsTopic = defineTopic({
  name: 'landfall.parcels.v1',
  description: 'Parcels as registered, self-contained: order changes are fanned out to each parcel.',
  key: 'parcelId',
  owner: 'order-intake',
  cleanup: 'delete',
  events: {
    'parcel.registered': { description: 'A parcel was registered for an order.', data: Parcel },
    'parcel.updated': { description: 'A parcel changed; the whole parcel as it now stands.', data: Parcel },
    'parcel.tracking_number_added': {
      description:
        "The next company's number for the same parcel; placedAt is its order's, of parcels that went out with it.",
      data: Type.Object({
        parcelId: Id,
        trackingNumber: Text(64),
        carrier: Text(64),
        addedAt: Instant,
        placedAt: Type.Optional(Instant),
        warnings: Warnings,
      }),
    },
    'parcel.cancelled': {
      description: 'The order of the parcel was cancelled.',
      data: Type.Object({ parcelId: Id, orderId: Id, cancelledAt: Instant }),
    },
  },
});
