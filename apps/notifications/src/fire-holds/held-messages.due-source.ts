import { Injectable } from '@nestjs/common';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { judge } from '../decide-messages/decide-messages.ts';
import { tellEnding } from '../notifications.events.ts';
import { MessagesStore, type Message } from '../persistence/messages.store.ts';
import { isRegistered, type Parcel } from '../persistence/parcel.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import { MailSender } from '../send-messages/mail-sender.ts';

interface DueParcel extends DueItem {
  parcel: Parcel;
}

/** The end of the hold: hands messages to the sender, unless the parcel has made them pointless meanwhile. */
@Injectable()
export class HeldMessages implements DueSource<DueParcel> {
  readonly name = 'held messages';

  constructor(
    private readonly parcels: ParcelsStore,
    private readonly messages: MessagesStore,
    private readonly sender: MailSender,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return this.parcels.nextDue(tx);
  }

  async take(tx: Transaction, now: Date, limit: number): Promise<DueParcel[]> {
    const parcels = await this.parcels.takeDue(tx, now, limit);
    return parcels.map((parcel) => ({
      merchantId: parcel.merchantId,
      subject: parcel.parcelId,
      dueAt: parcel.dueAt ?? now,
      parcel,
    }));
  }

  async fire(items: DueParcel[], { tx, now, emit }: BatchContext): Promise<void> {
    const messages = await this.messages.ofParcels(
      tx,
      items.map(({ subject }) => subject),
    );
    const parcels = items.map(({ parcel }) => ({ ...parcel, dueAt: null }));
    const changed: Message[] = [];
    for (const parcel of parcels) {
      if (!isRegistered(parcel) || !parcel.tracking) continue;
      for (const message of messages.get(parcel.parcelId) ?? []) {
        if (message.status !== 'held') continue;
        const verdict = judge(message.node, parcel.tracking, now);
        if (verdict === 'send') message.status = 'sending';
        else {
          Object.assign(message, { status: 'suppressed', reason: verdict });
          emit(tellEnding(parcel, message, { status: 'suppressed', reason: verdict }, now));
        }
        changed.push(message);
      }
    }
    await this.parcels.write(tx, parcels);
    await this.messages.write(tx, changed);
    tx.afterCommit(() => this.sender.wake());
  }

  async unschedule(tx: Transaction, { parcel }: DueParcel): Promise<void> {
    await this.parcels.write(tx, [{ ...parcel, dueAt: null }]);
    const messages = (await this.messages.ofParcels(tx, [parcel.parcelId])).get(parcel.parcelId) ?? [];
    await this.messages.write(
      tx,
      messages
        .filter(({ status }) => status === 'held')
        .map((message) => ({ ...message, status: 'failed' as const, reason: 'quarantined' })),
    );
  }
}
