import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { decodeCursor, Merchant, pageOf, Scopes, type MerchantCaller } from '@landfall/service-kit';
import { MessagesStore, type ListedMessage, type ListPosition } from '../persistence/messages.store.ts';
import { NotificationPage, NotificationsQuery, type NotificationDto } from './notification.dto.ts';

@ApiTags('notifications')
@Controller('v1/notifications')
export class ListNotificationsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly messages: MessagesStore,
  ) {}

  @Get()
  @Scopes('notifications:read')
  @ApiOperation({ summary: 'What consumers were told, and what they were not and why; newest first' })
  @ApiOkResponse({ type: NotificationPage })
  async list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() { limit = 50, cursor, parcelId }: NotificationsQuery,
  ): Promise<NotificationPage> {
    const after = cursor === undefined ? null : decodeCursor(cursor, isPosition);
    const rows = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.messages.list(tx, { after, limit: limit + 1, parcelId: parcelId ?? null }),
    );
    return pageOf(rows, limit, toDto, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }));
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isPosition = (value: unknown): value is ListPosition => {
  const { at, id } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof at === 'string' &&
    typeof id === 'string' &&
    /^\d{4}-\d\d-\d\dT/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    uuid.test(id)
  );
};

const toDto = (message: ListedMessage): NotificationDto => ({
  id: message.id,
  parcelId: message.parcelId,
  node: message.node,
  channel: message.channel,
  status: message.status,
  locale: message.locale,
  dueAt: message.dueAt?.toISOString() ?? null,
  sentAt: message.sentAt?.toISOString() ?? null,
  reason: message.reason,
});
