import { Injectable } from '@nestjs/common';
import { KnownMerchants, Outbox } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { tellEnding } from '../notifications.events.ts';
import { MessagesStore, type Ending, type TakenMessage } from '../persistence/messages.store.ts';
import { isRegistered, type RegisteredParcel } from '../persistence/parcel.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';

/** A message to send now, with its parcel as it stood when the message was taken. */
export interface Errand {
  message: TakenMessage;
  parcel: RegisteredParcel;
}

const pool = 'sweeper';

/** The messages that wait to be handed over: each call is one short transaction, none is open while a mail is sent. */
@Injectable()
export class TakenMessages {
  private readonly merchants = new KnownMerchants();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly messages: MessagesStore,
    private readonly parcels: ParcelsStore,
    private readonly outbox: Outbox,
  ) {}

  /** Takes messages of any merchant for so long; nobody else takes them in that time. */
  take(limit: number, leaseSeconds: number): Promise<Errand[]> {
    return this.unitOfWork.run({ pool, merchants: [] }, async (tx) => {
      await this.merchants.admitAll(tx);
      const messages = await this.messages.take(tx, limit, leaseSeconds);
      if (messages.length === 0) return [];
      const parcels = await this.parcels.read(tx, messages);
      return messages.flatMap((message) => {
        const parcel = parcels.get(message.parcelId);
        return parcel && isRegistered(parcel) ? [{ message, parcel }] : [];
      });
    });
  }

  /** Lets messages of one merchant be taken again in so many seconds; `refused` counts an attempt. */
  giveBack(
    merchantId: string,
    messages: readonly TakenMessage[],
    afterSeconds: number,
    refused: boolean,
  ): Promise<void> {
    const ids = messages.map(({ id }) => id);
    return this.unitOfWork.run({ pool, merchants: [merchantId] }, (tx) =>
      this.messages.giveBack(tx, ids, afterSeconds, refused),
    );
  }

  /** Ends a message and tells of it under the trace that is active now; once, however often it is called. */
  end(message: TakenMessage, locale: string, ending: Ending, now: Date): Promise<void> {
    return this.unitOfWork.run({ pool, merchants: [message.merchantId] }, async (tx) => {
      const parcel = (await this.parcels.lock(tx, [message])).get(message.parcelId);
      if (!parcel || !isRegistered(parcel)) return;
      if (!(await this.messages.end(tx, message.id, locale, ending))) return;
      const event = tellEnding(parcel, { ...message, locale }, ending, now);
      await this.parcels.write(tx, [parcel]);
      this.outbox.append(tx, now, [event]);
    });
  }

  /** How many messages of all merchants wait to be handed over and have never been refused. */
  untried(): Promise<number> {
    return this.unitOfWork.run({ pool, merchants: [] }, async (tx) => {
      await this.merchants.admitAll(tx);
      return this.messages.untried(tx);
    });
  }
}
