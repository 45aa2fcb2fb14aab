import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import type { Parcel } from '../persistence/parcel.ts';
import { ParcelFollower } from './parcel-follower.ts';

type ParcelEvent = ReceivedEvent<typeof parcelsTopic>;

/** Learns of parcels: whose they are, where they go and what was promised. */
@Controller()
export class ParcelsConsumer {
  constructor(private readonly follower: ParcelFollower) {}

  @ConsumeBatch(parcelsTopic)
  async apply(@Payload() events: ParcelEvent[], @Ctx() context: BatchContext): Promise<void> {
    const telling = events.filter(({ type }) => type === 'parcel.registered' || type === 'parcel.updated');
    await this.follower.follow(telling, context, register);
  }
}

const register = (parcel: Parcel, event: ParcelEvent): boolean => {
  if (event.type !== 'parcel.registered' && event.type !== 'parcel.updated') return false;
  if (parcel.registration && parcel.registration.version >= event.version) return false;
  const { data } = event;
  parcel.registration = {
    version: event.version,
    orderId: data.orderId,
    externalOrderId: data.externalOrderId,
    buyerReference: data.buyerReference,
    purpose: data.purpose,
    destinationCountry: data.destination.country,
    registeredAt: new Date(data.registeredAt),
    promisedAt: data.promisedAt === null ? null : new Date(data.promisedAt),
  };
  return true;
};
