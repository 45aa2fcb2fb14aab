import Type from 'typebox';
import { Id, Instant, Nullable, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';

const aCase = { caseId: Id, exceptionId: Id, parcelId: Nullable(Id), orderId: Id };

export const casesTopic = defineTopic({
  name: 'landfall.cases.v1',
  description: 'How after-sales works on exceptions.',
  key: 'caseId',
  owner: 'exception-detection',
  cleanup: 'delete',
  events: {
    'case.opened': {
      description: 'Work on an exception began.',
      data: Type.Object({ ...aCase, openedAt: Instant }),
    },
    'case.action_taken': {
      description: 'Somebody acted on a case.',
      data: Type.Object({ ...aCase, action: Text(64), takenAt: Instant }),
    },
    'case.closed': {
      description: 'A case ended with an outcome.',
      data: Type.Object({ ...aCase, outcome: Text(64), closedAt: Instant }),
    },
  },
});
