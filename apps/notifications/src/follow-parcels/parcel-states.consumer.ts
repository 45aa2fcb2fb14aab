import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelStatesTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import type { Parcel } from '../persistence/parcel.ts';
import { ParcelFollower } from './parcel-follower.ts';

type StateEvent = ReceivedEvent<typeof parcelStatesTopic>;

/** Learns how far parcels are. */
@Controller()
export class ParcelStatesConsumer {
  constructor(private readonly follower: ParcelFollower) {}

  @ConsumeBatch(parcelStatesTopic)
  async apply(@Payload() events: StateEvent[], @Ctx() context: BatchContext): Promise<void> {
    await this.follower.follow(events, context, track);
  }
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

const track = (parcel: Parcel, { version, data, trace }: StateEvent): boolean => {
  if (parcel.tracking && parcel.tracking.version >= version) return false;
  parcel.tracking = {
    version,
    state: data.state,
    reached: {
      dispatched: instant(data.dispatchedAt),
      out_for_delivery: instant(data.outForDeliveryAt),
      delivered: instant(data.deliveredAt),
    },
    estimate: data.estimate,
    trace,
  };
  return true;
};
