import { numberKeys, type ParcelRow } from '../persistence/parcels.store.ts';

/** Numbers that a parcel has at most by what carriers tell: seven legs, and some companies that number it twice. */
export const mostNumbers = 10;

/** Senders write `N/A`, `-` or `0` where they have no number. */
const isNumber = (text: string): boolean =>
  /\d/.test(text) && text.replaceAll(/[^\p{L}\d]/gu, '').length >= 6;

/** What is to become of a hand-over: its number is added, there already, or not wanted. */
export type HandOverVerdict =
  'add' | 'known' | 'no_number' | 'parcel_ended' | 'parcel_cancelled' | 'too_many_numbers';

/** Judges a hand-over to another number by its parcel alone. A number that the parcel has is known, with whatever carrier. */
export const judgeHandOver = (
  parcel: Pick<ParcelRow, 'tracking_numbers' | 'ended_at' | 'cancelled_at'>,
  trackingNumber: string,
): HandOverVerdict => {
  const keyOf = (number: string) => numberKeys({ trackingNumber: number, carrier: '' }).numberKey;
  const key = keyOf(trackingNumber);
  if (parcel.tracking_numbers.some((known) => keyOf(known.trackingNumber) === key)) return 'known';
  if (!isNumber(trackingNumber)) return 'no_number';
  if (parcel.ended_at) return 'parcel_ended';
  if (parcel.cancelled_at) return 'parcel_cancelled';
  return parcel.tracking_numbers.length < mostNumbers ? 'add' : 'too_many_numbers';
};
