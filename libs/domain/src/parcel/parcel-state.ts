import type { Instant } from '../calendar/instant.ts';
import type { Milestone } from '../chain.ts';
import type { Clearance, Duty, Handover, Leg, Outcome, Position, Wait } from '../legs/leg.ts';
import type { Reason, ToldUnit } from './parcel-event.ts';
import type { Stretch } from './stretch.ts';
import { USUALLY_TOLD_WITHIN_MS } from './told-within.ts';

export const parcelStatuses = [
  'registered',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'returning',
  'returned',
  'lost',
  'destroyed',
  'cancelled',
] as const;
export type ParcelStatus = (typeof parcelStatuses)[number];

/** The part of an event that decides its place in fold order. */
export interface EventPosition {
  readonly eventId: string;
  readonly milestone: Milestone;
  readonly leg: Leg | null;
  readonly occurredAt: Instant;
}

/** Who told of a change, and the reason given for it. */
export interface Told {
  readonly eventId: string;
  readonly at: Instant;
  readonly reason: Reason | null;
}

/**
 * One customs declaration: `openedAt` starts its present open stretch, `closedAt` is its last release, `told` is the scan
 * that brought it to its status.
 */
export interface CustomsDeclaration {
  readonly status: Clearance;
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly told: Told | null;
}

/** A trouble that somebody told and nothing has ended: `last` is its last telling. */
export interface StandingTrouble {
  readonly since: Instant;
  readonly times: number;
  /** Of its first tellings and its last. */
  readonly eventIds: readonly string[];
  readonly last: Told;
  /** Where the parcel was at the first telling. */
  readonly leg: Leg | Wait | null;
}

/** The country in which a parcel was last seen, by the scans of those who held it. */
export interface LastCountry {
  readonly country: string;
  /** The first scan there in a row. */
  readonly since: Instant;
  readonly eventId: string;
}

/** How often the parcel has come to each facility, and the one that it came to last. */
export interface Arrivals {
  readonly at: string | null;
  readonly times: Readonly<Record<string, number>>;
  /** The arrival that was one too many at one facility; null once it has got away from there. */
  readonly loop: { readonly facility: string; readonly since: Instant; readonly eventId: string } | null;
}

/** The transport unit that a parcel travels in, and where the last scan that was told of one left it. */
export interface Aboard extends ToldUnit {
  readonly stretch: Stretch;
  readonly milestone: Milestone;
  readonly since: Instant;
  /** When something was told of the same unit before; null where nothing was. */
  readonly before: Instant | null;
}

export interface CustomsState {
  readonly export: CustomsDeclaration;
  readonly import: CustomsDeclaration;
  readonly duty: {
    readonly status: Duty;
    readonly requestedAt: Instant | null;
    readonly paidAt: Instant | null;
    readonly eventId: string | null;
  };
}

export const contradictionKinds = [
  'movement_after_delivery',
  'delivered_elsewhere',
  'delivered_before_pickup',
] as const;
export type ContradictionKind = (typeof contradictionKinds)[number];

/** Two scans that cannot both be true; for a delivery elsewhere both ids are the delivery's. */
export interface Contradiction {
  readonly eventId: string;
  readonly why: ContradictionKind;
  readonly against: string;
  /** When the later of the two is said to have happened. */
  readonly occurredAt: Instant;
}

/** A delivery that stands: not one at the sender's depot, not one overtaken by a return. */
export interface Delivery {
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly country: string | null;
}

/**
 * What a parcel's scans add up to: a pure function of its events and facts, plain JSON.
 * `currentLeg` is a physical leg, or a customs leg while the parcel, physically there, waits for its release;
 * `currentWait` is set between legs; both are null before the first and after the last scan of the journey.
 */
export interface ParcelState {
  /** By which version of the fold it was made: one of another version has to be folded anew. */
  readonly foldVersion: number;
  readonly status: ParcelStatus;
  readonly currentLeg: Leg | null;
  readonly currentWait: Wait | null;
  /** Since when the parcel is in `currentLeg` or `currentWait`. */
  readonly legSince: Instant | null;
  /** The greatest event in fold order. */
  readonly lastEvent: EventPosition | null;
  readonly eventCount: number;
  /** First scan of any kind but `label_created`. */
  readonly firstScanAt: Instant | null;
  readonly firstPhysicalScanAt: Instant | null;
  readonly firstPickupAt: Instant | null;
  readonly outForDeliveryAt: Instant | null;
  readonly lastMovedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly deliveredCountry: string | null;
  readonly delivery: Delivery | null;
  readonly customs: CustomsState;
  readonly contradictions: readonly Contradiction[];
  /** First time of each milestone told. */
  readonly reachedAt: Readonly<Partial<Record<Milestone, Instant>>>;
  readonly position: Position;
  readonly positionSince: Instant | null;
  /** Since when the parcel is on this part of the road, stops at transit hubs included. */
  readonly stretchSince: Instant | null;
  /** When it came to each part of the road that it was seen on. */
  readonly enteredAt: Readonly<Partial<Record<Stretch, Instant>>>;
  readonly outcome: Outcome;
  readonly outcomeSince: Instant | null;
  /** The scan that brought the outcome about. */
  readonly outcomeTold: Told | null;
  readonly handover: Handover;
  /** Since when the parcel lies at a pick-up point, and whose. */
  readonly pickup: {
    readonly since: Instant;
    readonly eventId: string;
    readonly carrier: string | null;
  } | null;
  readonly troubles: Readonly<Partial<Record<Milestone, StandingTrouble>>>;
  /** The last weighing with a weight. */
  readonly weighed: { readonly eventId: string; readonly at: Instant; readonly grams: number } | null;
  readonly lastCountry: LastCountry | null;
  readonly arrivals: Arrivals;
  readonly aboard: Aboard | null;
  /** Within how long (ms) what happens to it is told, as far as its last scans show. */
  readonly toldWithinMs: number;
}

/** Raised when the fold keeps more, or something else, of the same scans. */
export const FOLD_VERSION = 4;

const noDeclaration: CustomsDeclaration = {
  status: 'not_started',
  openedAt: null,
  closedAt: null,
  told: null,
};

/** A registered parcel of which nobody has told anything. */
export const emptyParcel: ParcelState = {
  foldVersion: FOLD_VERSION,
  status: 'registered',
  currentLeg: null,
  currentWait: null,
  legSince: null,
  lastEvent: null,
  eventCount: 0,
  firstScanAt: null,
  firstPhysicalScanAt: null,
  firstPickupAt: null,
  outForDeliveryAt: null,
  lastMovedAt: null,
  deliveredAt: null,
  deliveredCountry: null,
  delivery: null,
  customs: {
    export: noDeclaration,
    import: noDeclaration,
    duty: { status: 'none', requestedAt: null, paidAt: null, eventId: null },
  },
  contradictions: [],
  reachedAt: {},
  position: 'not_started',
  positionSince: null,
  stretchSince: null,
  enteredAt: {},
  outcome: 'under_way',
  outcomeSince: null,
  outcomeTold: null,
  handover: 'at_depot',
  pickup: null,
  troubles: {},
  weighed: null,
  lastCountry: null,
  arrivals: { at: null, times: {}, loop: null },
  aboard: null,
  toldWithinMs: USUALLY_TOLD_WITHIN_MS,
};

const outboundOutcomes: ReadonlySet<Outcome> = new Set(['under_way', 'customs_rejected', 'refused']);

/** Whether the parcel is still somewhere on the chain towards its consignee, so that legs and waits apply. */
export function isOutbound(state: ParcelState): boolean {
  return outboundOutcomes.has(state.outcome);
}
