import type { Instant } from '../wire/instants.ts';
import type { ExceptionCode, Stage } from '../wire/words.ts';

/** A stretch of time in which an exception of a code is about something. */
interface Zone {
  readonly code: ExceptionCode;
  /** Where an exception may place it; null where the leg says nothing. */
  readonly stages: readonly Stage[] | null;
  readonly from: Instant;
  /** Null: to the end. */
  readonly until: Instant | null;
}

/** What is true of a parcel or order and must be found. */
export interface Planted extends Zone {
  /** When people would notice without us: what a detection's lead is counted to. Null where nothing marks it. */
  readonly marker: Instant | null;
}

/** Where an exception is neither right nor wrong. */
export type Excused = Zone;

/** What the world knows of one parcel, or of one order for the exceptions that have no parcel. */
export interface Truth {
  /** Nothing was planted on it, nor on what it passed through. */
  readonly healthy: boolean;
  readonly planted: readonly Planted[];
  readonly excused: readonly Excused[];
  /** Codes that this one is judged by; null: all. Where the story told is impossible, little can be said. */
  readonly judgedBy: readonly ExceptionCode[] | null;
}

/** The rules that fire because nothing happens. */
export const absenceCodes = [
  'not_online',
  'leg_stalled',
  'uncollected',
  'duty_unpaid',
  'suspected_lost',
] as const satisfies readonly ExceptionCode[];

/** Those that a scan, or the order's cancellation, brings at once. */
export const milestoneCodes = [
  'pickup_failed',
  'warehouse_rejected',
  'security_rejected',
  'weight_mismatch',
  'customs_held',
  'customs_rejected',
  'ddp_breach',
  'carrier_delay',
  'misrouted',
  'address_problem',
  'delivery_attempt_failed',
  'refused',
  'returning',
  'returned',
  'damaged',
  'destroyed',
  'lost',
  'status_contradiction',
  'cancelled_in_flight',
] as const satisfies readonly ExceptionCode[];
