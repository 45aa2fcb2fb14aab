import type { Reason } from '@landfall/contracts';
import type { Reading } from '../../scans/scan.ts';
import type { Expression } from './expressions/expression.ts';
import type { Finder } from './expressions/finder.ts';
import type { TimeReader } from './times/time-format.ts';

/** What codes mean; one that means null is known and yields no scan. */
export type CodeTable = ReadonlyMap<string, Reading | null>;

/** Whose clocks show a time without an offset: `place`, `utc`, or an IANA zone. */
export type ZoneRule = string;

/** One telling of a time. */
export interface TimeTelling {
  /** The whole, or the date. */
  at: Finder;
  /** None where `at` is the whole. */
  time: Finder | undefined;
  offset: Finder | undefined;
  /** Undefined where it is ISO: then date, time and offset joined are it. */
  readers: readonly TimeReader[] | undefined;
  /** What it is read by, as the file names it. */
  formats: readonly string[];
  zones: readonly ZoneRule[];
}

export interface WeightSource {
  at: Finder;
  unit: string;
  unitAt: Finder;
}

export interface ProofSource {
  signature: Finder;
  photo: Finder;
}

export interface TextPattern {
  /** As it stands in the file. */
  source: string;
  matches(text: string): boolean;
  reading: Reading | null;
}

/** A mapping file that was checked, ready for use. Finders of the payload, of a parcel and of an event. */
export interface Mapping {
  sender: string;
  title: string;
  aliases: readonly string[];
  format: 'json' | 'xml';
  /** Keys of the carrier's names; of an aggregator they are in `carriersByKey`. */
  carriers: readonly string[];
  aggregator: { carrier: Finder; carriers: ReadonlyMap<string, readonly string[]> } | undefined;
  /** Elements that are lists in XML. */
  lists: ReadonlySet<string>;
  without: readonly Expression[];
  /** Undefined: the payload is the parcel. */
  parcels: Finder | undefined;
  /** Undefined: payloads name no number. */
  number: Finder | undefined;
  history: Finder | undefined;
  events: Finder;
  oldestFirst: boolean;
  codeOfNewest: Finder;
  weight: WeightSource | undefined;
  estimatedDelivery: readonly TimeTelling[];
  handOver: { at: Finder | undefined; number: Finder; carrier: Finder } | undefined;
  proof: ProofSource | undefined;
  zoneNames: ReadonlyMap<string, string>;
  event: {
    times: readonly TimeTelling[];
    code: readonly Finder[];
    finerCode: Finder;
    status: Finder;
    reason: Finder;
    description: Finder;
    location: Finder;
    country: Finder;
    city: Finder;
    region: Finder;
    facility: Finder;
    weight: WeightSource | undefined;
    proof: ProofSource | undefined;
  };
  codes: CodeTable;
  mainStatusEndsAt: string | undefined;
  statuses: CodeTable;
  reasons: ReadonlyMap<string, Reason>;
  patterns: readonly TextPattern[];
}

/** How codes are compared: their case does not matter. */
export const codeKey = (code: string): string => code.trim().toUpperCase();
