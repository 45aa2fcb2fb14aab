import type { Instant } from '../calendar/instant.ts';
import { weekdayAt, workingHoursBetween } from '../calendar/working-hours.ts';
import { beginningsOf, stageOf, type Milestone } from '../chain.ts';
import type { Stage, TimedStage } from '../legs/leg.ts';
import type { CustomsDeclaration, ParcelState } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { firstTrouble } from '../parcel/first-trouble.ts';
import { isOutbound } from '../parcel/parcel-state.ts';
import type { Stretch } from '../parcel/stretch.ts';
import { laneOf } from '../routing/gateway.ts';
import type { Stay } from './dwell-counts.ts';
import { restsOf } from './rests.ts';

/** From `from` until `to`, when the parcel went on; null while it has not. */
interface Interval<Timed = Stage> extends Span {
  readonly stage: Timed;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant | null;
  /** Which of its ends somebody told of. */
  readonly told: { readonly from: boolean; readonly to: boolean };
}

const crossBorder: readonly Exclude<Stretch, 'not_started'>[] = [
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
export function staysOf(view: Omit<ParcelView, 'parcelId'>): Map<TimedStage, Stay> {
  const { facts, state } = view;
  const lane = laneOf(facts.originCountry, facts.destinationCountry);
  const intervals = intervalsOf(lane === 'domestic' ? domestic : crossBorder, state)
    .flatMap((interval) => (lane === 'domestic' ? interval : withCustoms(interval, state)))
    .flatMap((interval) => withPickup(interval, state));
  const stays = new Map<TimedStage, Stay>();
  for (const interval of intervals) {
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

function wholeStayOf(interval: Interval<TimedStage>, stage: Stage, view: Omit<ParcelView, 'parcelId'>): Stay {
  const stay = troubledStayOf(interval, stage, view);
  const endedOn = weekdayOfEnd(interval, stage, view);
  return endedOn === null ? stay : { ...stay, endedOn };
}

/** However the stage began, its rest begins with a scan. */
function restOf(from: Instant, { to, told }: Span): Span {
  return { from, to, told: { from: true, to: told.to } };
}

function troubledStayOf(span: Span, stage: Stage, view: Omit<ParcelView, 'parcelId'>): Stay {
  const stay = stayOf(span, stage, view);
  const troubleAfter = troubleOf(span, stage, view);
  return troubleAfter === null ? stay : { ...stay, troubleAfter };
}

/**
 * How long the last-mile company has been on its round with a parcel: from the first until the delivery or the pick-up point,
 * through failed attempts. It lies inside the stay in the last mile; null before it begins.
 */
export function roundOf(view: Omit<ParcelView, 'parcelId'>): Stay | null {
  const { outForDeliveryAt, pickup, deliveredAt } = view.state;
  if (outForDeliveryAt === null) return null;
  const to = pickup?.since ?? deliveredAt;
  return stayOf({ from: outForDeliveryAt, to, told: { from: true, to: true } }, 'last_mile', view);
}

/** How long customs hold a parcel, or a consignee takes to pay, is no measure of those that nothing ails. */
function troubleOf(
  span: Span,
  stage: Stage,
  { facts, state, knowledge }: Omit<ParcelView, 'parcelId'>,
): number | null {
  const trouble = firstTrouble(state, span.from, endOf(span, state) ?? Infinity);
  if (trouble === null) return null;
  return workingHoursBetween(knowledge.calendarOf(stage, facts), span.from, trouble);
}

/** Offices and couriers have days off: releases and deliveries show which. */
function weekdayOfEnd(
  { stage: timed, from, to, told }: Interval<TimedStage>,
  stage: Stage,
  { facts, knowledge }: Omit<ParcelView, 'parcelId'>,
): number | null {
  const isWork = timed === 'import_customs' || timed === 'last_mile';
  if (!isWork || !told.to || to === null || to === from) return null;
  return weekdayAt(knowledge.calendarOf(stage, facts), to);
}

/** When a stay was over: of a parcel that neither went on nor goes on, with its outcome. */
function endOf({ to }: Span, state: ParcelState): Instant | null {
  return to ?? (isOutbound(state) || state.outcome === 'delivered' ? null : state.outcomeSince);
}

/** Of a parcel that neither went on nor goes on the stay was withdrawn. */
function stayOf(span: Span, stage: Stage, { facts, state, knowledge }: Omit<ParcelView, 'parcelId'>): Stay {
  const { from, to, told } = span;
  const end = endOf(span, state);
  if (end === null) return { enteredAt: from, end: 'open' };
  const hours = workingHoursBetween(knowledge.calendarOf(stage, facts), from, end);
  const left = told.from && told.to ? 'left' : 'blurred';
  return { enteredAt: from, end: to === null ? 'withdrawn' : left, hours };
}

/** A parcel may come to a stretch untold and be seen there later, as on its round where nobody told of the depot. */
const begunBy = Object.fromEntries(
  crossBorder.map((stretch) => [stretch, beginningsOf(stretch)]),
) as Readonly<Record<(typeof crossBorder)[number], readonly Milestone[]>>;

/** From the first stretch seen on; those that were passed over unseen last no time. */
function intervalsOf(road: readonly Exclude<Stretch, 'not_started'>[], state: ParcelState): Interval[] {
  const intervals: Interval[] = [];
  const firstSeen = road.findIndex((stretch) => state.enteredAt[stretch] !== undefined);
  if (firstSeen === -1) return [];
  let next: Instant | null = state.deliveredAt;
  let isNextTold = true;
  for (const stretch of road.slice(firstSeen).reverse()) {
    const entered: Instant | null = state.enteredAt[stretch] ?? next;
    if (entered === null) continue;
    const isTold = begunBy[stretch].some((milestone) => state.reachedAt[milestone] === entered);
    const told = { from: isTold, to: isNextTold };
    intervals.unshift({ stage: stretch, from: entered, to: next, told });
    next = entered;
    isNextTold = isTold;
  }
  return intervals;
}

function withCustoms(interval: Interval, { customs }: ParcelState): Interval | Interval[] {
  if (interval.stage === 'awaiting_uplift') return split('export_customs', interval, customs.export);
  if (interval.stage === 'awaiting_injection') return split('import_customs', interval, customs.import);
  return interval;
}

/** The last mile ends at the pick-up point, where it is the consignee's turn; a parcel that never gets to one spends no time there. */
function withPickup(
  interval: Interval,
  { pickup }: ParcelState,
): Interval<TimedStage> | Interval<TimedStage>[] {
  const { stage, to, told } = interval;
  if (stage !== 'last_mile' || (pickup === null && to === null)) return interval;
  const since = pickup?.since ?? to ?? interval.from;
  return [
    { ...interval, to: since },
    { stage: 'available_for_pickup', from: since, to, told: { ...told, from: true } },
  ];
}

function split(customsLeg: Stage, wait: Interval, { status, closedAt }: CustomsDeclaration): Interval[] {
  const { from, to, told } = wait;
  const released = status === 'released' && closedAt !== null ? Math.max(from, closedAt) : null;
  const end = released === null ? to : to === null ? released : Math.min(released, to);
  const isReleaseTold = released !== null;
  const inCustoms = { stage: customsLeg, from, to: end, told: { from: told.from, to: isReleaseTold } };
  return end === null
    ? [inCustoms]
    : [inCustoms, { ...wait, from: end, told: { from: isReleaseTold, to: told.to } }];
}
