import Type from 'typebox';
import { Id, Instant } from '../schema.ts';
import { defineTopic } from '../topic.ts';

export const allocationsTopic = defineTopic({
  name: 'landfall.allocations.v1',
  description: 'Which route an order was given, with the probability each route had.',
  key: 'orderId',
  owner: 'capacity-pool',
  cleanup: 'delete',
  events: {
    'allocation.decided': {
      description: 'A route was chosen for an order.',
      data: Type.Object({
        orderId: Id,
        routeId: Id,
        decidedAt: Instant,
        probabilities: Type.Array(
          Type.Object({ routeId: Id, probability: Type.Number({ minimum: 0, maximum: 1 }) }),
        ),
      }),
    },
  },
});
