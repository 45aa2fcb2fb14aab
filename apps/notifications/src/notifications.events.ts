import { notificationsTopic, type MessageNode } from '@landfall/contracts';
import { outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { Ending } from './persistence/messages.store.ts';
import type { RegisteredParcel } from './persistence/parcel.ts';

/** The event that tells what became of a message; raises the parcel's version. */
export const tellEnding = (
  parcel: RegisteredParcel,
  message: { id: string; node: MessageNode; locale: string },
  ending: Ending,
  now: Date,
): OutgoingEvent => {
  parcel.version += 1;
  const about = { version: parcel.version, merchantId: parcel.merchantId };
  const data = {
    notificationId: message.id,
    parcelId: parcel.parcelId,
    orderId: parcel.registration.orderId,
    node: message.node,
    channel: 'email' as const,
    locale: message.locale,
  };
  switch (ending.status) {
    case 'sent':
      return outgoing(notificationsTopic, 'notification.sent', about, {
        ...data,
        sentAt: ending.sentAt.toISOString(),
      });
    case 'failed':
      return outgoing(notificationsTopic, 'notification.failed', about, {
        ...data,
        failedAt: now.toISOString(),
        reason: ending.reason,
      });
    case 'suppressed':
      return outgoing(notificationsTopic, 'notification.suppressed', about, {
        ...data,
        suppressedAt: now.toISOString(),
        reason: ending.reason,
      });
  }
};
