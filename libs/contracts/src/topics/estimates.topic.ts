import Type from 'typebox';
import { Id, Instant, Nullable } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { Estimate } from './parcel-states.topic.ts';

export const estimatesTopic = defineTopic({
  name: 'landfall.estimates.v1',
  description: 'Revisions of delivery estimates by more than a day.',
  key: 'parcelId',
  owner: 'exception-detection',
  cleanup: 'delete',
  events: {
    'estimate.revised': {
      description: 'The median moved by more than a day since it was last told.',
      data: Type.Object({
        parcelId: Id,
        revisedAt: Instant,
        previous: Nullable(Estimate),
        estimate: Estimate,
      }),
    },
  },
});
