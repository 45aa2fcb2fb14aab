import { matchRegistrations, type Registration } from './match-registrations.ts';
import type { MerchantCodes } from './merchant-codes.ts';
import type { Addressing, HandOver, Reading, Scan } from './scan.ts';

/** What was told with a scan of its parcels, and not of the scan. */
export interface Beside {
  handOvers: readonly HandOver[];
  /** RFC 3339, or a date; null: not told. */
  estimatedDelivery: string | null;
}

/** A scan as it is remembered: from whom, for whom, and which parcels were told of it. */
export interface KeptScan extends Omit<Scan, 'reading'>, Addressing {
  /** What it means to its sender, whatever a merchant says; null: that it is none. */
  reading: Reading | null;
  sender: string;
  /** The merchant who uploaded it; null: it reaches everybody who registered the number. */
  onlyMerchant: string | null;
  /** RFC 3339: when the first payload with it came in. */
  recordedAt: string;
  /** That payload. */
  payloadId: string;
  /** Undefined: nothing was. */
  beside?: Beside | undefined;
  /** Parcel ids. */
  parcels: readonly string[];
}

/** A scan that a parcel is to be told of, under the number that its merchant registered. */
export interface Delivery {
  scan: KeptScan;
  registration: Registration;
  /** What the scan means to the merchant. */
  reading: Reading;
  /** How often the parcel was told otherwise before. */
  revision: number;
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
      return reading ? [{ scan, registration, reading, revision: 0 }] : [];
    });
};

/**
 * The parcels of a merchant that have been told of a scan, by what it means to him now; none where it is no scan to him.
 * @param registrations all of his of the scan's number
 */
export const toldOf = (
  scan: KeptScan,
  registrations: readonly Registration[],
  codes: MerchantCodes,
): Delivery[] =>
  scan.parcels.flatMap((parcelId) =>
    deliveriesOf(
      { ...scan, parcels: [] },
      registrations.filter((registration) => registration.parcelId === parcelId),
      codes,
    ),
  );

/** What tells kept scans apart: one sender's word may be kept for everybody and for single merchants. */
export const keptScanKey = ({
  number,
  scanId,
  onlyMerchant,
}: Pick<KeptScan, 'number' | 'scanId' | 'onlyMerchant'>) => `${number} ${scanId} ${onlyMerchant ?? ''}`;
