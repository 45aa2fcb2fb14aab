import type { Addressing, HandOver, Scan } from '../scans/scan.ts';

/** A scan, and whether its code stands in no table. */
export interface ReadScan extends Scan {
  codeUnknown: boolean;
}

/** An event that its sender's table calls no scan: it is one to merchants who say so. */
export interface NoScan extends Omit<Scan, 'reading'> {
  reading: null;
}

/** What a sender's payload tells about one tracking number. */
export type PayloadReading =
  | {
      kind: 'understood';
      number: string;
      addressing: Addressing;
      scans: ReadScan[];
      noScans: NoScan[];
      /** RFC 3339, or only a date where the sender gives no time; null where he estimates nothing. */
      estimatedDelivery: string | null;
      handOvers: HandOver[];
    }
  | { kind: 'not_understood'; reason: string; detail: string };

/** Number (normalised) and carrier that a payload is about. */
export interface Subject {
  number: string;
  carrier: string;
}

/** What is known of a payload beside its body. */
export interface AboutPayload {
  /** The number that it was kept under: of the parcels in it only that one's is read; without it the first one's. */
  number?: string | undefined;
  /** Asked once for each scan, before it costs more than its id: those that are known are left out. */
  isKnown?: ((scanId: string) => boolean) | undefined;
}

/** Understands the payloads of one sender. */
export interface PayloadReader {
  readonly sender: string;
  /** The content of a body. @throws UnreadableBody where it is not what the sender's payloads are */
  parse(body: Buffer): unknown;
  /** For the record's key: what the payload is about first; undefined where it names no number. */
  subjectOf(payload: unknown): Subject | undefined;
  /** Reads what `parse` gave. Never throws for anything that JSON can hold. */
  read(payload: unknown, about?: AboutPayload): PayloadReading;
}
