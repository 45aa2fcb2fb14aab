import type { Delivery, KeptScan } from '../scans/kept-scan.ts';
import type { Registration } from '../scans/match-registrations.ts';
import type { MerchantCodes } from '../scans/merchant-codes.ts';
import type { ScannedUnit, ScanTime } from '../scans/scan.ts';
import { carrierKeyOf } from '../scans/tracking-number.ts';

/** A scan of a transport unit. One without a time is nobody's. */
export type UnitScan = KeptScan & { unit: ScannedUnit; time: ScanTime };

export const isUnitScan = (scan: KeptScan): scan is UnitScan => scan.unit !== undefined && scan.time !== null;

/**
 * A unit's scan as a parcel in it is told: at the unit's time, as the word of the unit's carrier, under the number that the
 * parcel has with that carrier, else under its first. Its weight is the unit's, and so is what was told beside it:
 * no parcel has them.
 * @param registrations the parcel's
 * @returns undefined where the parcel is not registered yet, or the scan is none to its merchant
 */
export const memberDelivery = (
  scan: UnitScan,
  flightOrVoyage: string | null,
  registrations: readonly Registration[],
  codes: MerchantCodes,
): Delivery | undefined => {
  const { unitId, carrier } = scan.unit;
  const byAge = registrations.toSorted((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime());
  const withCarrier = byAge.find(({ carrierKey }) => carrierKey === carrierKeyOf(carrier));
  const [first] = byAge;
  const reading = first && codes.readingFor(first.merchantId, scan);
  if (!reading) return undefined;
  return {
    scan: { ...scan, weightGrams: null, beside: undefined },
    registration: withCarrier ?? { ...first, carrier },
    unit: { unitId, flightOrVoyage },
    reading,
    revision: 0,
  };
};
