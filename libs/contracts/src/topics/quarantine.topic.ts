import Type from 'typebox';
import { Id, Instant, Nullable, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';

export const quarantineTopic = defineTopic({
  name: 'landfall.quarantine.v1',
  description:
    'What could not be processed: the reason, where it came from, and a reference to the kept body.',
  key: 'originalKey',
  owner: 'every service',
  cleanup: 'delete',
  events: {
    'record.quarantined': {
      description: 'One record was set aside; its neighbours were processed.',
      data: Type.Object({
        quarantineId: Id,
        originalKey: Type.String(),
        service: Text(64),
        reason: Text(64),
        detail: Text(1000),
        topic: Nullable(Text(249)),
        partition: Nullable(Type.Integer()),
        offset: Nullable(Text(20)),
        ceId: Nullable(Text()),
        ceType: Nullable(Text()),
        quarantinedAt: Instant,
      }),
    },
  },
});
