import type { parcelsTopic } from '@landfall/contracts';
import type { ReceivedEvent } from '@landfall/messaging';
import { claimedAt, type Registration } from '../scans/match-registrations.ts';
import { carrierKeyOf, normaliseNumber } from '../scans/tracking-number.ts';
import type { ParcelFacts } from '../tell-scans/scan-teller.ts';

export type ParcelEvent = ReceivedEvent<typeof parcelsTopic>;

/** A parcel's claim to a number, and the event that makes it. */
export interface Claim {
  registration: Registration;
  event: ParcelEvent;
}

/** The claims that an event makes: none for a number that is nothing. Throws Error where it names no merchant. */
export const claimsOf = (event: ParcelEvent): Claim[] => {
  if (event.type !== 'parcel.registered' && event.type !== 'parcel.tracking_number_added') return [];
  const { data, merchantId } = event;
  const { parcelId } = data;
  const named = 'trackingNumbers' in data ? data.trackingNumbers : [data];
  const registeredAt = claimedAt(
    new Date('addedAt' in data ? data.addedAt : data.registeredAt),
    placedAtOf(data),
  );
  if (!merchantId) throw new Error('a parcel without a merchant');
  return named
    .map(({ trackingNumber, carrier }) => ({
      event,
      registration: {
        merchantId,
        parcelId,
        number: normaliseNumber(trackingNumber),
        trackingNumber,
        carrier,
        carrierKey: carrierKeyOf(carrier),
        registeredAt,
      },
    }))
    .filter(({ registration }) => registration.number !== '');
};

/** Null of what comes back or is sent in place of another: it goes its way long after its order. */
const placedAtOf = ({
  purpose = 'outbound',
  placedAt,
}: {
  purpose?: string;
  placedAt?: string;
}): Date | null => (placedAt === undefined || purpose !== 'outbound' ? null : new Date(placedAt));

/** What an event tells of its parcel; a number that is added tells nothing new of it, and has it locked all the same. */
export const factsOf = ({ type, data, merchantId }: ParcelEvent): ParcelFacts[] => {
  if (!merchantId) return [];
  if (type === 'parcel.registered')
    return [{ merchantId, parcelId: data.parcelId, originCountry: data.originCountry }];
  if (type === 'parcel.tracking_number_added')
    return [{ merchantId, parcelId: data.parcelId, originCountry: null }];
  return [];
};
