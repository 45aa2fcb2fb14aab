import type { Delivery } from '../scans/kept-scan.ts';
import { carrierKeyOf } from '../scans/tracking-number.ts';

/** Another company's number for a parcel, as a delivery tells of it. */
export interface ParcelHandOver {
  delivery: Delivery;
  /** Normalised. */
  number: string;
  /** Key of its name; null where the sender does not say. */
  carrier: string | null;
}

/** What tells hand-overs of one parcel apart. */
export const handOverKey = ({ number, carrier }: Pick<ParcelHandOver, 'number' | 'carrier'>): string =>
  carrier === null ? number : `${number} ${carrier}`;

/**
 * The hand-overs that go with the scans that parcels are told of, each once a parcel.
 */
export const handOversFor = (deliveries: readonly Delivery[]): ParcelHandOver[] => {
  const found = new Map<string, ParcelHandOver>();
  for (const delivery of deliveries) {
    const { scan, registration } = delivery;
    for (const { number, carrier: name } of scan.beside?.handOvers ?? []) {
      const one = { delivery, number, carrier: carrierKeyOf(name ?? '') || null };
      const key = `${registration.merchantId} ${registration.parcelId} ${handOverKey(one)}`;
      if (number !== registration.number && !found.has(key)) found.set(key, one);
    }
  }
  return [...found.values()];
};
