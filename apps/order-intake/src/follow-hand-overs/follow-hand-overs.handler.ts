import { Injectable } from '@nestjs/common';
import type { handOversTopic } from '@landfall/contracts';
import type { BatchContext, ReceivedEvent } from '@landfall/messaging';
import { ProblemError } from '@landfall/service-kit';
import { NextNumber } from '../add-tracking-number/next-number.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import { HandOversLeft } from './hand-overs-left.ts';
import { judgeHandOver } from './judge-hand-over.ts';

type HandedOver = ReceivedEvent<typeof handOversTopic>;

/** Gives parcels the numbers under which other companies carry them on, as their carriers tell. */
@Injectable()
export class FollowHandOversHandler {
  constructor(
    private readonly parcels: ParcelsStore,
    private readonly next: NextNumber,
    private readonly left: HandOversLeft,
  ) {}

  async apply(events: readonly HandedOver[], context: BatchContext): Promise<void> {
    await this.parcels.lockMany(
      context.tx,
      events.map((event) => ({ merchantId: ownerOf(event), id: event.data.parcelId })),
    );
    // One by one: a parcel may be handed over twice in a batch.
    for (const event of events) {
      const because = await this.follow(event, context);
      if (because !== undefined) this.left.note(context.tx, event, because);
    }
  }

  /** Adds the number where its parcel wants it; returns why it was not added, undefined where nothing was left to do. */
  private async follow(event: HandedOver, { tx, now, emit }: BatchContext): Promise<string | undefined> {
    const { parcelId, trackingNumber, carrier, source: toldBy } = event.data;
    const parcel = await this.parcels.find(tx, ownerOf(event), parcelId);
    if (!parcel) return 'parcel_unknown';
    const verdict = judgeHandOver(parcel, trackingNumber);
    if (verdict === 'known') return undefined;
    if (verdict !== 'add') return verdict;
    try {
      const request = { trackingNumber, ...(carrier !== null && { carrier }) };
      emit((await this.next.add(tx, parcel, request, { now, toldBy })).event, event);
      return undefined;
    } catch (error) {
      if (error instanceof ProblemError) return error.code;
      throw error;
    }
  }
}

const ownerOf = ({ merchantId, id }: HandedOver): string => {
  if (merchantId === null) throw new Error(`event ${id} names no merchant`);
  return merchantId;
};
