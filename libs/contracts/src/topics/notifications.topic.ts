import Type from 'typebox';
import { Id, Instant, OneOf, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { messageNodes } from '../vocabulary.ts';

const message = {
  notificationId: Id,
  parcelId: Id,
  orderId: Id,
  node: OneOf(messageNodes),
  channel: OneOf(['email', 'sms']),
  locale: Text(35),
};

export const notificationsTopic = defineTopic({
  name: 'landfall.notifications.v1',
  description: 'What consumers were told, and what they were not and why; addresses stay behind.',
  key: 'parcelId',
  owner: 'notifications',
  cleanup: 'delete',
  events: {
    'notification.sent': {
      description: 'A message was handed over to its channel.',
      data: Type.Object({ ...message, sentAt: Instant }),
    },
    'notification.failed': {
      description: 'A message was given up.',
      data: Type.Object({ ...message, failedAt: Instant, reason: Text() }),
    },
    'notification.suppressed': {
      description: 'A message was due and deliberately not sent.',
      data: Type.Object({ ...message, suppressedAt: Instant, reason: Text() }),
    },
  },
});
