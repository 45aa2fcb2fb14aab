import type { WantedParcel } from '../marketplace-orders/wanted-order.ts';
import { numberKeys, type TrackingNumber } from '../persistence/parcels.store.ts';

/** A parcel that follows a shipment. */
export interface FollowingParcel {
  id: string;
  shipment: string;
  numbers: readonly FollowingNumber[];
}

/** A number of it; those that the shop did not tell of are not of the shipment. */
export interface FollowingNumber extends TrackingNumber {
  ofShipment: boolean;
}

export interface MatchedParcels {
  kept: { id: string; wanted: WantedParcel; missing: TrackingNumber[] }[];
  fresh: WantedParcel[];
  /** Ids of parcels that no shipment has any more. */
  gone: string[];
}

/**
 * Which parcels stay, which are missing and which are not wanted any more. A parcel stays where each number of its shipment
 * is still one of the wanted; one that was corrected makes a new parcel, for scans of the wrong one are another's.
 */
export const matchParcels = (
  known: readonly FollowingParcel[],
  wanted: readonly WantedParcel[],
): MatchedParcels => {
  const matched: MatchedParcels = { kept: [], fresh: [], gone: [] };
  const free = new Set(known);
  for (const parcel of wanted) {
    const keys = new Set(parcel.numbers.map(keyOf));
    const found = [...free].find(({ shipment, numbers }) => {
      const told = numbers.filter(({ ofShipment }) => ofShipment);
      return (
        shipment === parcel.shipment && told.length > 0 && told.every((number) => keys.has(keyOf(number)))
      );
    });
    if (!found) {
      matched.fresh.push(parcel);
      continue;
    }
    free.delete(found);
    const has = new Set(found.numbers.map(keyOf));
    matched.kept.push({
      id: found.id,
      wanted: parcel,
      missing: parcel.numbers.filter((number) => !has.has(keyOf(number))),
    });
  }
  return { ...matched, gone: [...free].map(({ id }) => id).sort() };
};

const keyOf = (number: TrackingNumber): string => {
  const { carrierKey, numberKey } = numberKeys(number);
  return `${carrierKey} ${numberKey}`;
};
