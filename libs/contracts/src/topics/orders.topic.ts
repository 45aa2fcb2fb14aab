import Type from 'typebox';
import { CountryCode, Count, Id, Instant, Money, Nullable, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';

export const Destination = Type.Object({
  country: CountryCode,
  state: Nullable(Text()),
  city: Nullable(Text()),
});

const order = {
  orderId: Id,
  externalId: Text(),
  marketplace: Text(),
  placedAt: Instant,
  destination: Destination,
  buyerReference: Id,
  items: Type.Array(
    Type.Object({
      sku: Text(),
      quantity: Count,
      unitPrice: Money,
      unitCost: Nullable(Money),
      weightGrams: Nullable(Count),
      attributes: Type.Array(Text()),
    }),
  ),
  promisedAt: Nullable(Instant),
  shipBy: Nullable(Instant),
  routeId: Nullable(Text(64)),
};
const Order = Type.Object(order);

export const ordersTopic = defineTopic({
  name: 'landfall.orders.v1',
  description: 'Orders as marketplaces placed them; a buyer is a reference, never a person.',
  key: 'orderId',
  owner: 'order-intake',
  cleanup: 'delete',
  events: {
    'order.placed': { description: 'An order was accepted.', data: Order },
    'order.updated': {
      description: 'An order changed; the whole order as it now stands. A cancellation may be withdrawn.',
      data: Type.Object({ ...order, cancelledAt: Type.Optional(Nullable(Instant)) }),
    },
    'order.cancelled': {
      description: 'The merchant or the marketplace cancelled the order.',
      data: Type.Object({ orderId: Id, cancelledAt: Instant }),
    },
  },
});
