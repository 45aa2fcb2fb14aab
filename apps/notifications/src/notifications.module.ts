import { Module } from '@nestjs/common';
import { HeldMessages } from './fire-holds/held-messages.due-source.ts';
import { ParcelFollower } from './follow-parcels/parcel-follower.ts';
import { ParcelStatesConsumer } from './follow-parcels/parcel-states.consumer.ts';
import { ParcelsConsumer } from './follow-parcels/parcels.consumer.ts';
import { ListNotificationsController } from './list-notifications/list-notifications.controller.ts';
import { MessagesStore } from './persistence/messages.store.ts';
import { ParcelsStore } from './persistence/parcels.store.ts';
import { BuyersClient } from './send-messages/buyers.client.ts';
import { MailSender } from './send-messages/mail-sender.ts';
import { Mailer } from './send-messages/mailer.ts';
import { SendMessageHandler } from './send-messages/send-message.handler.ts';
import { TakenMessages } from './send-messages/taken-messages.ts';
import { TrackingPageController } from './tracking-page/tracking-page.controller.ts';

@Module({
  controllers: [ParcelsConsumer, ParcelStatesConsumer, ListNotificationsController, TrackingPageController],
  providers: [
    ParcelsStore,
    MessagesStore,
    ParcelFollower,
    HeldMessages,
    TakenMessages,
    BuyersClient,
    Mailer,
    SendMessageHandler,
    MailSender,
  ],
})
export class NotificationsModule {}
