import type { Instant } from '../calendar/instant.ts';
import { weekdayAt, workingHoursBetween } from '../calendar/working-hours.ts';
import { beginningsOf, stageOf, type Milestone } from '../chain.ts';
import type { Lane, Stage, TimedStage } from '../legs/leg.ts';
import type { CustomsDeclaration, ParcelState } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { firstTrouble } from '../parcel/first-trouble.ts';
import { isOutbound } from '../parcel/parcel-state.ts';
import type { Stretch } from '../parcel/stretch.ts';
import { laneOf } from '../routing/gateway.ts';
import type { Stay } from './dwell-counts.ts';
import { restsOf } from './rests.ts';

/** From `from` until `to`, when the parcel went on; null while it has not. */
interface Interval extends Span {
  readonly stage: TimedStage;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant | null;
  /** Whether somebody told of its beginning, and of its end. */
  readonly isBeginTold: boolean;
  readonly isEndTold: boolean;
}

type View = Omit<ParcelView, 'parcelId'>;
type SeenStretch = Exclude<Stretch, 'not_started'>;

const crossBorder: readonly SeenStretch[] = [
  'collection',
  'warehousing',
  'awaiting_uplift',
  'trunk_line',
  'awaiting_injection',
  'last_mile',
];
const domestic = crossBorder.filter((stretch) => stretch !== 'awaiting_uplift' && stretch !== 'trunk_line');

/**
 * How long a parcel has stayed in each stage of its road, as the dwell model counts it. The stays of a delivered parcel add up to
 * its transit time: a stage of which nobody told anything took no time, and the one before it all of it; both are blurred, as are two
 * stages between which the parcel was first seen by a later scan than the one with which the second begins.
 * Behind the warehouse and behind the border a parcel is in customs until its release, or until it is seen further on; a pick-up
 * point is the end of the last mile. Inside each stage lie its rests.
 */
export function staysOf(view: View): Map<TimedStage, Stay> {
  const { facts, state } = view;
  const stays = new Map<TimedStage, Stay>();
  for (const interval of intervalsOf(laneOf(facts.originCountry, facts.destinationCountry), state)) {
    const stage = stageOf(interval.stage);
    stays.set(interval.stage, wholeStayOf(interval, stage, view));
    if (interval.stage !== stage) continue;
    for (const { rest, since, isTrouble } of restsOf(state, stage, interval.from, endOf(interval, state))) {
      const span = restOf(since, interval);
      stays.set(rest, isTrouble ? stayOf(span, stage, view) : troubledStayOf(span, stage, view));
    }
  }
  return stays;
}

function wholeStayOf(interval: Interval, stage: Stage, view: View): Stay {
  const stay = troubledStayOf(interval, stage, view);
  const endedOn = weekdayOfEnd(interval, stage, view);
  return endedOn === null ? stay : { ...stay, endedOn };
}

/** However the stage began, its rest begins with a scan. */
function restOf(from: Instant, { to, isEndTold }: Span): Span {
  return { from, to, isBeginTold: true, isEndTold };
}

function troubledStayOf(span: Span, stage: Stage, view: View): Stay {
  const stay = stayOf(span, stage, view);
  const troubleAfter = troubleOf(span, stage, view);
  return troubleAfter === null ? stay : { ...stay, troubleAfter };
}

/**
 * How long the last-mile company has been on its round with a parcel: from the first until the delivery or the pick-up point,
 * through failed attempts. It lies inside the stay in the last mile; null before it begins.
 */
export function roundOf(view: View): Stay | null {
  const { outForDeliveryAt, pickup, deliveredAt } = view.state;
  if (outForDeliveryAt === null) return null;
  const to = pickup?.since ?? deliveredAt;
  return stayOf({ from: outForDeliveryAt, to, isBeginTold: true, isEndTold: true }, 'last_mile', view);
}

/** How long customs hold a parcel, or a consignee takes to pay, is no measure of those that nothing ails. */
function troubleOf(span: Span, stage: Stage, { facts, state, knowledge }: View): number | null {
  const trouble = firstTrouble(state, span.from, endOf(span, state) ?? Infinity);
  if (trouble === null) return null;
  return workingHoursBetween(knowledge.calendarOf(stage, facts), span.from, trouble);
}

/** Offices and couriers have days off: releases and deliveries show which. */
function weekdayOfEnd(
  { stage: timed, from, to, isEndTold }: Interval,
  stage: Stage,
  { facts, knowledge }: View,
): number | null {
  const isWork = timed === 'import_customs' || timed === 'last_mile';
  if (!isWork || !isEndTold || to === null || to === from) return null;
  return weekdayAt(knowledge.calendarOf(stage, facts), to);
}

/** When a stay was over: of a parcel that neither went on nor goes on, with its outcome. */
function endOf({ to }: Span, state: ParcelState): Instant | null {
  return to ?? (isOutbound(state) || state.outcome === 'delivered' ? null : state.outcomeSince);
}

/** Of a parcel that neither went on nor goes on the stay was withdrawn. */
function stayOf(span: Span, stage: Stage, { facts, state, knowledge }: View): Stay {
  const { from, to, isBeginTold, isEndTold } = span;
  const end = endOf(span, state);
  if (end === null) return { enteredAt: from, end: 'open' };
  const hours = workingHoursBetween(knowledge.calendarOf(stage, facts), from, end);
  const left = isBeginTold && isEndTold ? 'left' : 'blurred';
  return { enteredAt: from, end: to === null ? 'withdrawn' : left, hours };
}

/** A parcel may come to a stretch untold and be seen there later, as on its round where nobody told of the depot. */
const begunBy = Object.fromEntries(
  crossBorder.map((stretch) => [stretch, beginningsOf(stretch)]),
) as Readonly<Record<(typeof crossBorder)[number], readonly Milestone[]>>;

/** From the first stretch seen on; those that were passed over unseen last no time. */
function intervalsOf(lane: Lane, state: ParcelState): Interval[] {
  const road = lane === 'domestic' ? domestic : crossBorder;
  const firstSeen = road.findIndex((stretch) => state.enteredAt[stretch] !== undefined);
  if (firstSeen === -1) return [];
  const lastFirst: Interval[] = [];
  let next: Instant | null = state.deliveredAt;
  let isNextTold = true;
  for (let nth = road.length - 1; nth >= firstSeen; nth--) {
    const stretch = road[nth] as SeenStretch;
    const from: Instant | null = state.enteredAt[stretch] ?? next;
    if (from === null) continue;
    const isBeginTold = isToldBeginning(stretch, from, state);
    addParts(lastFirst, { stage: stretch, from, to: next, isBeginTold, isEndTold: isNextTold }, lane, state);
    next = from;
    isNextTold = isBeginTold;
  }
  return lastFirst.reverse();
}

function isToldBeginning(stretch: SeenStretch, at: Instant, { reachedAt }: ParcelState): boolean {
  for (const milestone of begunBy[stretch]) if (reachedAt[milestone] === at) return true;
  return false;
}

/** A stretch in its parts, the last of them first. */
function addParts(to: Interval[], interval: Interval, lane: Lane, { customs, pickup }: ParcelState): void {
  if (interval.stage === 'last_mile') addPickup(to, interval, pickup);
  else if (interval.stage === 'awaiting_uplift' && lane !== 'domestic')
    addCustoms(to, 'export_customs', interval, customs.export);
  else if (interval.stage === 'awaiting_injection' && lane !== 'domestic')
    addCustoms(to, 'import_customs', interval, customs.import);
  else to.push(interval);
}

/** The last mile ends at the pick-up point, where it is the consignee's turn; a parcel that never gets to one spends no time there. */
function addPickup(parts: Interval[], lastMile: Interval, pickup: ParcelState['pickup']): void {
  const { stage, from, to, isBeginTold, isEndTold } = lastMile;
  const since = pickup?.since ?? to;
  if (since === null) {
    parts.push(lastMile);
    return;
  }
  parts.push(
    { stage: 'available_for_pickup', from: since, to, isBeginTold: true, isEndTold },
    { stage, from, to: since, isBeginTold, isEndTold },
  );
}

function addCustoms(
  parts: Interval[],
  customsLeg: Stage,
  wait: Interval,
  { status, closedAt }: CustomsDeclaration,
): void {
  const { stage, from, to, isBeginTold, isEndTold } = wait;
  const released = status === 'released' && closedAt !== null ? Math.max(from, closedAt) : null;
  const end = released === null ? to : to === null ? released : Math.min(released, to);
  const isReleaseTold = released !== null;
  if (end !== null) parts.push({ stage, from: end, to, isBeginTold: isReleaseTold, isEndTold });
  parts.push({ stage: customsLeg, from, to: end, isBeginTold, isEndTold: isReleaseTold });
}
