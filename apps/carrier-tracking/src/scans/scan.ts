import type { Leg, Milestone, Reason } from '@landfall/contracts';

/** What a code means in the normalised vocabulary. */
export interface Reading {
  milestone: Milestone;
  /** The milestone instead, where the scan was made behind the gateway of the parcel's origin (customs). */
  atOrigin?: Milestone | undefined;
  leg: Leg | null;
  reason: Reason | null;
}

/** Whether two readings say the same. */
export const sameReading = (a: Reading, b: Reading): boolean =>
  a.milestone === b.milestone &&
  (a.atOrigin ?? null) === (b.atOrigin ?? null) &&
  a.leg === b.leg &&
  a.reason === b.reason;

export interface ScanPlace {
  country: string | null;
  city: string | null;
  facility: string | null;
}

export type OffsetSource = 'given' | 'place' | 'carrier' | 'assumed_utc';

/** When a scan was made: RFC 3339 with the offset that was told, or the one taken instead. */
export interface ScanTime {
  occurredAt: string;
  offsetSource: OffsetSource;
}

/** What a scan was made of that was not made of a parcel. */
export interface ScannedUnit {
  unitId: string;
  /** The carrier as the sender wrote it: the parcels inside may be registered with others. */
  carrier: string;
}

/** What a scan was read by where its code stands in no table: its words, its coarse status, or nothing but that there is one. */
export const stopgaps = ['text', 'status', 'nothing'] as const;
export type Stopgap = (typeof stopgaps)[number];

/** What there is to be mapped of a scan whose code stands in no table. */
export interface Unmapped {
  /** What it was told with. Free text, which may name people: it never leaves the service but for the parcel's merchant. */
  text: string | null;
  readBy: Stopgap;
}

/** Another company's number under which a parcel travels on. */
export interface HandOver {
  /** Normalised. */
  number: string;
  /** As the sender calls it, or as we do where his file knows that; null where he does not say. */
  carrier: string | null;
}

/** One scan as its sender told it, normalised; it knows nothing of parcels yet. */
export interface Scan {
  /** The same for every repetition by the sender: SHA-256, base64url, 22 characters. */
  scanId: string;
  /** Normalised; what stands for its transport unit (`unitNumberOf`) where it is a unit's. */
  number: string;
  unit?: ScannedUnit | undefined;
  reading: Reading;
  /** Null: the sender gave none that can be read. */
  time: ScanTime | null;
  place: ScanPlace | null;
  rawCode: string | null;
  /** Undefined where the code stands in a table. */
  unmapped?: Unmapped | undefined;
  weightGrams: number | null;
  proof: { type: string; ref: string | null } | null;
}

/** Whom a sender's word reaches: by which names of the carrier, and whether those names are only his opinion. */
export interface Addressing {
  /** Keys of the names that the carrier goes by, the usual one first; empty where the sender's is unknown to us. */
  carriers: readonly string[];
  /** An aggregator guesses carriers: where nobody registered the number with this one, any other will do. */
  byAggregator: boolean;
}
