import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parcelsTopic, trackingEventsTopic } from '@landfall/contracts';
import { ConsumeBatch, type BatchContext, type ReceivedEvent } from '@landfall/messaging';
import { ownerOf } from '../owner-of.ts';
import type { Registration } from './parcel-record.ts';
import { TrackParcels, type ParcelNews } from './track-parcels.ts';

/** Takes in registrations and scans; nothing orders the one before the other. */
@Controller()
export class ParcelNewsConsumer {
  constructor(private readonly parcels: TrackParcels) {}

  @ConsumeBatch(parcelsTopic)
  async registrations(
    @Payload() events: ReceivedEvent<typeof parcelsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.parcels.apply(
      events.map((event): ParcelNews => ({ ...keyOf(event), register: registrationAfter(event) })),
      context,
    );
  }

  @ConsumeBatch(trackingEventsTopic)
  async scans(
    @Payload() events: ReceivedEvent<typeof trackingEventsTopic>[],
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.parcels.apply(
      events.map((event): ParcelNews => ({ ...keyOf(event), scans: [event.data] })),
      context,
    );
  }
}

const keyOf = (event: ReceivedEvent<typeof parcelsTopic> | ReceivedEvent<typeof trackingEventsTopic>) => ({
  merchantId: ownerOf(event),
  parcelId: event.subject,
  cause: event,
});

/** How an event changes the registration. One key's events are in order, so a change never precedes the registration. */
export const registrationAfter =
  (event: ReceivedEvent<typeof parcelsTopic>) =>
  (known: Registration | null): Registration | null => {
    switch (event.type) {
      case 'parcel.registered':
      case 'parcel.updated':
        return event.data;
      case 'parcel.tracking_number_added': {
        const { trackingNumber, carrier, warnings } = event.data;
        return (
          known && {
            ...known,
            trackingNumbers: [
              ...known.trackingNumbers,
              { trackingNumber, carrier, ...(warnings && { warnings }) },
            ],
          }
        );
      }
      case 'parcel.cancelled':
        return known && { ...known, cancelledAt: event.data.cancelledAt };
      default:
        return event satisfies never;
    }
  };
