import { messageNodes, type MessageNode } from '@landfall/contracts';
import { Instant, ListOf, OneOf, PageQuery, Text, Uuid, type Page } from '@landfall/service-kit';
import { messageStatuses, type MessageStatus } from '../decide-messages/decide-messages.ts';

export class NotificationsQuery extends PageQuery {
  @Uuid({ optional: true, description: 'Only the messages about this parcel.' })
  parcelId?: string;
}

export class NotificationDto {
  @Uuid()
  id!: string;

  @Uuid()
  parcelId!: string;

  @OneOf(messageNodes)
  node!: MessageNode;

  @OneOf(['email', 'sms'])
  channel!: string;

  @OneOf(messageStatuses)
  status!: MessageStatus;

  @Text({ max: 35, description: 'BCP 47' })
  locale!: string;

  @Instant({ nullable: true, description: 'When its hold ends; null where it was never held.' })
  dueAt!: string | null;

  @Instant({ nullable: true })
  sentAt!: string | null;

  @Text({ max: 255, nullable: true, description: 'Why it was suppressed or given up.' })
  reason!: string | null;
}

export class NotificationPage implements Page<NotificationDto> {
  @ListOf(() => NotificationDto, { max: 200 })
  data!: NotificationDto[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}
