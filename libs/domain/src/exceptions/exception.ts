import type { Instant } from '../calendar/instant.ts';
import type { Leg, Wait } from '../legs/leg.ts';
import type { Reason } from '../parcel/parcel-event.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';

/** The catalogue of what can be wrong with a parcel or order. */
export const exceptionCodes = [
  'not_dispatched',
  'not_online',
  'pickup_failed',
  'leg_stalled',
  'warehouse_rejected',
  'security_rejected',
  'weight_mismatch',
  'customs_held',
  'customs_rejected',
  'duty_unpaid',
  'ddp_breach',
  'carrier_delay',
  'misrouted',
  'address_problem',
  'delivery_attempt_failed',
  'uncollected',
  'refused',
  'returning',
  'returned',
  'damaged',
  'destroyed',
  'lost',
  'suspected_lost',
  'status_contradiction',
  'consumer_report',
  'promise_at_risk',
  'promise_broken',
  'cancelled_in_flight',
] as const;
export type ExceptionCode = (typeof exceptionCodes)[number];

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** What shows that the condition holds: the scans or the consumer's reports, the threshold and where it came from. */
export interface Evidence {
  readonly eventIds: readonly string[];
  readonly threshold?: { readonly hours: number };
  readonly basis?: string;
}

/** Who answers for it; `leg` is the leg whose company that is. */
export interface Blame {
  readonly party: 'merchant' | 'carrier' | 'customs' | 'consignee' | 'nobody';
  readonly reason: Reason;
  readonly leg: Leg | null;
}

/** A condition of the catalogue that holds. Code and leg together identify it on its parcel. */
export interface Finding {
  readonly code: ExceptionCode;
  readonly leg: Leg | Wait | null;
  /** When the condition began to hold; for the absence of something, its due time. */
  readonly since: Instant;
  readonly evidence: Evidence;
  readonly blame: Blame;
  readonly severity: Severity;
}

/** What after-sales can do, and how likely the parcel fails (0..1) once it is done. */
export interface RescueAction {
  readonly name: string;
  readonly failsAfter: number;
  /** Cost of acting as a share of the parcel's logistics cost. */
  readonly costShare: number;
}

/** That a code is open on a parcel, and since when. */
export interface OpenException {
  readonly since: Instant;
}

/** What a rule says of itself to people: docs/detection.md is made of it, and an explanation tells what opens and clears it. */
export interface RuleInWords {
  /** The legs that its findings may name: these, none (empty), or where the parcel is, or was when it was told. */
  readonly legs: readonly Leg[] | 'present';
  /** When it opens: completes that sentence. */
  readonly opens: string;
  /** What clears it in the ordinary course; a correction that takes its cause away always does. */
  readonly clears: string;
  /** Who answers for it. */
  readonly blames: string;
  readonly severities: readonly Severity[];
}

/**
 * One exception of the catalogue. All functions are pure; `find` may change its answer without a new scan only at
 * `dueAt`, at which the condition already holds.
 */
export interface ExceptionRule extends RuleInWords {
  readonly code: ExceptionCode;
  /** The conditions that hold at `now`, at most one for each leg. What is `open` may hold on where it would not begin. */
  find(view: ParcelView, now: Instant, open: OpenException | null): readonly Finding[];
  /**
   * The instant, past or to come, at which the passing of time alone brings the condition about; null where it never does, or where
   * it surely does not before `until`. A rule without it goes by what is told alone.
   */
  dueAt?(view: ParcelView, open: OpenException | null, until: Instant): Instant | null;
  /** Why a condition that held before does not hold in `view`. */
  becauseCleared(view: ParcelView, leg: Leg | Wait | null, now: Instant): string;
  /** P(the parcel fails if nobody acts), 0..1: a prior until outcomes are measured. */
  readonly failsUntouched: number;
  readonly actions: readonly RescueAction[];
}
