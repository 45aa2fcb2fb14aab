import type { Addressing, Scan } from '../scans/scan.ts';

/** A scan, and whether its code stands in no table. */
export interface ReadScan extends Scan {
  codeUnknown: boolean;
}

/** What a sender's payload tells about one tracking number. */
export type PayloadReading =
  | { kind: 'understood'; number: string; addressing: Addressing; scans: ReadScan[] }
  | { kind: 'not_understood'; reason: string; detail: string };

/** Understands the payloads of one sender. */
export interface PayloadReader {
  readonly sender: string;
  /** Number (normalised) and carrier for the record's key; undefined where the payload names no number. */
  subjectOf(payload: unknown): { number: string; carrier: string } | undefined;
  /** Reads a parsed payload. Never throws for anything that JSON can hold. */
  read(payload: unknown): PayloadReading;
}
