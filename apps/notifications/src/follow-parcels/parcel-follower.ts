import { Inject, Injectable } from '@nestjs/common';
import type { MessageNode } from '@landfall/contracts';
import type { BatchContext, Envelope } from '@landfall/messaging';
import { CONFIG } from '@landfall/service-kit';
import { decideMessages } from '../decide-messages/decide-messages.ts';
import { tellEnding } from '../notifications.events.ts';
import type { NotificationsConfig } from '../notifications.settings.ts';
import { messageId, MessagesStore, type Message } from '../persistence/messages.store.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import { isRegistered, type Parcel, type RegisteredParcel, type Tracking } from '../persistence/parcel.ts';
import { localeFor } from '../wording/locale.ts';

/** Follows parcels through both topics and decides on their messages whenever one changes. */
@Injectable()
export class ParcelFollower {
  private readonly holdMs: number;

  constructor(
    private readonly parcels: ParcelsStore,
    private readonly messages: MessagesStore,
    @Inject(CONFIG) config: NotificationsConfig,
  ) {
    this.holdMs = config.HOLD_SECONDS * 1_000;
  }

  /**
   * Applies events in their order.
   * @param merge changes the parcel by one event; false where the event says nothing new
   * @throws Error where an event's merchant is not the parcel's
   */
  async follow<E extends Envelope>(
    events: readonly E[],
    { tx, now, emit }: BatchContext,
    merge: (parcel: Parcel, event: E) => boolean,
  ): Promise<void> {
    const keys = events.flatMap(({ merchantId, subject }) =>
      merchantId === null ? [] : [{ merchantId, parcelId: subject }],
    );
    if (keys.length === 0) return;
    const parcels = await this.parcels.lock(tx, keys);
    const known = await this.messages.ofParcels(tx, [...parcels.keys()]);
    const changedParcels = new Set<Parcel>();
    const changedMessages = new Map<string, Message>();
    for (const event of events) {
      const parcel = parcels.get(event.subject);
      if (!parcel || parcel.merchantId !== event.merchantId)
        throw new Error('the parcel belongs to another merchant');
      if (!merge(parcel, event)) continue;
      changedParcels.add(parcel);
      const messages = known.get(parcel.parcelId) ?? [];
      known.set(parcel.parcelId, messages);
      for (const message of this.decide(parcel, messages, event, now, emit)) {
        changedMessages.set(message.id, message);
      }
    }
    await this.parcels.write(tx, [...changedParcels]);
    await this.messages.write(tx, [...changedMessages.values()]);
  }

  /** Brings a parcel's messages up to date with it and returns those that changed. */
  private decide(
    parcel: Parcel,
    messages: Message[],
    cause: Envelope,
    now: Date,
    emit: BatchContext['emit'],
  ): Message[] {
    const { tracking } = parcel;
    if (!isRegistered(parcel) || !tracking || parcel.registration.purpose === 'return') return [];
    const statuses = new Map(messages.map((message) => [message.node, message.status]));
    const changed = decideMessages(tracking, statuses, now, this.holdMs).map((decision) => {
      let message = messages.find(({ node }) => node === decision.node);
      if (!message) messages.push((message = newMessage(parcel, decision.node, tracking.trace, now)));
      if (decision.kind === 'hold') return Object.assign(message, { dueAt: decision.dueAt });
      const { reason } = decision;
      emit(tellEnding(parcel, message, { status: 'suppressed', reason }, now), cause);
      return Object.assign(message, { status: 'suppressed' as const, reason });
    });
    parcel.dueAt = messages.find(({ status }) => status === 'held')?.dueAt ?? null;
    return changed;
  }
}

/** A message belongs to the trace of the scan that it tells of, also when the registration came last. */
const newMessage = (
  parcel: RegisteredParcel,
  node: MessageNode,
  trace: Tracking['trace'],
  now: Date,
): Message => ({
  id: messageId(parcel.parcelId, node),
  merchantId: parcel.merchantId,
  parcelId: parcel.parcelId,
  node,
  status: 'held',
  reason: null,
  locale: localeFor(null, parcel.registration.destinationCountry),
  dueAt: null,
  createdAt: now,
  trace,
});
