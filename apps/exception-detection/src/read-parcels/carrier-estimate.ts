import type { Scan } from '../track-parcel/parcel-record.ts';

/** When a parcel's carriers expect its delivery. */
export interface CarrierEstimate {
  /** RFC 3339, or a date where no time was named. */
  at: string;
  /** Who told it. */
  source: string;
  /** RFC 3339. */
  toldAt: string;
}

/** What was told with the scan that happened last of those with an estimate, in whatever order they came; null: none has one. */
export const carrierEstimateOf = (scans: readonly Scan[]): CarrierEstimate | null => {
  const last = scans.reduce<Scan | undefined>(
    (known, scan) => (scan.carrierEstimate !== undefined && (!known || isLater(scan, known)) ? scan : known),
    undefined,
  );
  return last?.carrierEstimate === undefined
    ? null
    : { at: last.carrierEstimate, source: last.source, toldAt: last.recordedAt };
};

const isLater = (a: Scan, b: Scan): boolean => {
  const between = Date.parse(a.occurredAt) - Date.parse(b.occurredAt);
  return between === 0 ? a.eventId > b.eventId : between > 0;
};
