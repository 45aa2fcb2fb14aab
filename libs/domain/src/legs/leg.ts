import type { WorkingCalendar } from '../calendar/working-calendar.ts';

/** The seven legs of a cross-border parcel, in physical order. */
export const legs = [
  'collection',
  'warehousing',
  'export_customs',
  'trunk_line',
  'import_customs',
  'transshipment',
  'last_mile',
] as const;
export type Leg = (typeof legs)[number];

/** Time between two legs that belongs to neither; its owner is the company that takes over. */
export const waits = ['awaiting_uplift', 'awaiting_injection'] as const;
export type Wait = (typeof waits)[number];

/** Where a parcel spends its time. */
export const stages = [...legs, ...waits] as const;
export type Stage = (typeof stages)[number];

/**
 * What the last-mile company does with a parcel at last. Each takes a time of its own, however long it took to come to it: on
 * the round until the delivery or a pick-up point, failed attempts among it; at the pick-up point until the delivery.
 */
export const finalPhases = ['out_for_delivery', 'available_for_pickup'] as const;
export type FinalPhase = (typeof finalPhases)[number];

/** What is left of a stage after a scan in it: `import_customs/duty_paid` is the time from the payment to the release. */
export type Rest = `${Stage}/${string}`;

/** What a dwell is learned of: stages, the final phases inside the last one, and what is left of a stage after a scan in it. */
export type TimedStage = Stage | FinalPhase | Rest;

export type Part = 'collect' | 'store' | 'customs' | 'trunk' | 'deliver';

export const transportModes = ['express', 'economy_air', 'truck', 'rail', 'ocean'] as const;
export type TransportMode = (typeof transportModes)[number];

/** A domestic lane starts and ends behind one gateway: no border, no customs, no trunk between countries. */
export type Lane = 'cross_border' | 'domestic';

/** Where on the chain a parcel physically is; listed in the order in which a parcel meets them. */
export const positions = [
  'not_started',
  'collection',
  'warehousing',
  'awaiting_uplift',
  'hub_before_uplift',
  'trunk_line',
  'hub_en_route',
  'awaiting_injection',
  'hub_after_arrival',
  'last_mile',
] as const;
export type Position = (typeof positions)[number];

/** How the journey as a whole stands or ended. */
export const outcomes = [
  'under_way',
  'customs_rejected',
  'refused',
  'returning',
  'lost',
  'lost_on_return',
  'delivered',
  'returned',
  'destroyed',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Where a customs declaration stands. It runs beside the physical legs. */
export const clearances = ['not_started', 'in_clearance', 'held', 'released', 'rejected'] as const;
export type Clearance = (typeof clearances)[number];

/** Whether duty has been asked of the consignee. */
export const duties = ['none', 'requested', 'paid'] as const;
export type Duty = (typeof duties)[number];

/** What the last-mile company is doing with a parcel it holds. */
export const handovers = ['at_depot', 'out_for_delivery', 'available_for_pickup'] as const;
export type Handover = (typeof handovers)[number];

/** The small state machines that a parcel's state is made of: each with its states, the first being the start. */
export const machines = {
  journey: positions,
  outcome: outcomes,
  export_clearance: clearances,
  import_clearance: clearances,
  duty: duties,
  handover: handovers,
} as const;
export type Machine = keyof typeof machines;
export type StateOf<K extends Machine> = (typeof machines)[K][number];

/**
 * What may trigger a transition beside a milestone's own name:
 * `delivered_proven` is `delivered` with a proof of delivery to the consignee;
 * `moved` is any physical progress scan short of `delivered`;
 * `seen_...` are vague scans, placed by where they were made and by what is known already.
 */
export const derivedTriggers = [
  'delivered_proven',
  'moved',
  'seen_in_origin',
  'seen_on_the_way',
  'seen_in_destination',
] as const;
export type DerivedTrigger = (typeof derivedTriggers)[number];

/** One row of a transition table: on any of these triggers, from any of these states, to that state. */
export type Transition<M extends string = string> = {
  [K in Machine]: {
    readonly machine: K;
    readonly on: readonly (M | DerivedTrigger)[];
    readonly from: readonly StateOf<K>[];
    readonly to: StateOf<K>;
    /** Only on this kind of lane; without it on both. */
    readonly lane?: Lane;
  };
}[Machine];

/**
 * A milestone of the normalised vocabulary. `physical` means that somebody held the parcel in his hands;
 * data about it (a label, a declaration, an announced delay) is not.
 */
export interface MilestoneDefinition<M extends string = string> {
  readonly name: M;
  readonly kind: 'progress' | 'trouble';
  readonly physical: boolean;
}

/** Dwell quantiles in working hours of the leg's calendar. */
export interface Dwell {
  readonly p50Hours: number;
  readonly p95Hours: number;
}

/**
 * A trouble that somebody tells: it stands from then on until a scan with one of these milestones, or until a trigger:
 * `moved` is any physical progress, `left` is the parcel's coming to a later place on the chain. Troubles of the way out
 * end with it, unless they `outlast` it.
 */
export interface TroubleDefinition<M extends string = string> {
  readonly told: M;
  readonly until: readonly string[];
  readonly outlasts?: true;
}

/** What ends a told trouble beside a milestone. */
export const troubleEnds = ['moved', 'left'] as const;

/** A leg as data. `milestones` are in the order that they take when their times are equal. */
export interface LegDefinition<M extends string = string> {
  readonly leg: Leg;
  readonly part: Part;
  readonly begins: readonly NoInfer<M>[];
  readonly ends: string;
  readonly handsOverTo: readonly (Leg | Wait)[];
  readonly priorDwell: Dwell | Readonly<Record<TransportMode, Dwell>>;
  readonly calendar: WorkingCalendar;
  readonly milestones: readonly MilestoneDefinition<M>[];
  readonly transitions: readonly Transition<NoInfer<M>>[];
  /** Milestones that are told and counted, but change no state machine. */
  readonly stateless: readonly NoInfer<M>[];
  /** Troubles that no state machine holds. */
  readonly troubles?: readonly TroubleDefinition<NoInfer<M>>[];
}

/** Milestones that any leg may tell, with the transitions they cause. */
export type AnyLegDefinition<M extends string = string> = Pick<
  LegDefinition<M>,
  'milestones' | 'transitions' | 'stateless' | 'troubles'
>;

/** A wait as data: which legs it follows and who takes over. */
export interface WaitDefinition {
  readonly wait: Wait;
  readonly handsOverTo: Leg;
  readonly priorDwell: Dwell;
  readonly calendar: WorkingCalendar;
}

/** Types a leg so that its tables may only name its own milestones. */
export function defineLeg<const M extends string>(definition: LegDefinition<M>): LegDefinition<M> {
  return definition;
}

/** Types the milestones of any leg in the same way. */
export function defineAnyLeg<const M extends string>(definition: AnyLegDefinition<M>): AnyLegDefinition<M> {
  return definition;
}

/** The milestone names of a leg definition. */
export type MilestonesOf<D> = D extends { milestones: readonly MilestoneDefinition<infer M>[] } ? M : never;
