import { matchRegistrations, type Registration } from './match-registrations.ts';
import type { MerchantCodes } from './merchant-codes.ts';
import type { Addressing, Reading, Scan } from './scan.ts';

/** A scan as it is remembered: from whom, for whom, and which parcels were told of it. */
export interface KeptScan extends Scan, Addressing {
  sender: string;
  /** The merchant who uploaded it; null: it reaches everybody who registered the number. */
  onlyMerchant: string | null;
  /** RFC 3339: when the first payload with it came in. */
  recordedAt: string;
  /** That payload. */
  payloadId: string;
  /** Parcel ids. */
  parcels: readonly string[];
}

/** A scan that a parcel is to be told of, under the number that its merchant registered. */
export interface Delivery {
  scan: KeptScan;
  registration: Registration;
  /** What the scan means to the merchant; without it what it means to its sender. */
  reading?: Reading;
  /** The transport unit of which it was told, and so of the parcel. */
  unit?: { unitId: string; flightOrVoyage: string | null } | undefined;
}

/**
 * The parcels that have not been told of a scan yet; not those of merchants to whom it is none.
 * @param registrations all of the scan's number
 */
export const deliveriesOf = (
  scan: KeptScan,
  registrations: readonly Registration[],
  codes: MerchantCodes,
): Delivery[] => {
  if (!scan.time) return [];
  const matchable = { ...scan, occurredAt: new Date(scan.time.occurredAt) };
  return matchRegistrations(matchable, registrations)
    .filter(({ parcelId }) => !scan.parcels.includes(parcelId))
    .flatMap((registration) => {
      const reading = codes.readingFor(registration.merchantId, scan);
      return reading ? [{ scan, registration, reading }] : [];
    });
};

/** What tells kept scans apart: one sender's word may be kept for everybody and for single merchants. */
export const keptScanKey = ({
  number,
  scanId,
  onlyMerchant,
}: Pick<KeptScan, 'number' | 'scanId' | 'onlyMerchant'>) => `${number} ${scanId} ${onlyMerchant ?? ''}`;
