import { workingHoursBetween, type Instant } from '../calendar/working-hours.ts';
import { finalPhases, type FinalPhase, type Stage } from '../legs/leg.ts';
import type { CustomsDeclaration, ParcelState } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { isOutbound } from '../parcel/parcel-state.ts';
import type { Stretch } from '../parcel/stretch.ts';
import { laneOf } from '../routing/gateway.ts';
import type { Stay } from './dwell-counts.ts';

/** From `from` until `to`, when the parcel went on; null while it has not. */
interface Interval<Timed = Stage> {
  readonly stage: Timed;
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
 * its transit time: a stage of which nobody told anything took no time, and the one before it all of it; both are blurred.
 * Behind the warehouse and behind the border a parcel is in customs until its release, or until it is seen further on.
 */
export function staysOf(view: Omit<ParcelView, 'parcelId'>): Map<Stage, Stay> {
  const { facts, state } = view;
  const lane = laneOf(facts.originCountry, facts.destinationCountry);
  const intervals = intervalsOf(lane === 'domestic' ? domestic : crossBorder, state).flatMap((interval) =>
    lane === 'domestic' ? [interval] : withCustoms(interval, state),
  );
  return new Map(intervals.map((interval) => [interval.stage, stayOf(interval, interval.stage, view)]));
}

/**
 * How long a parcel has been in each final phase: until its delivery, whatever came between. They lie inside its stay in the
 * last mile, and within each other where a failed round led to a pick-up point.
 */
export function finalStaysOf(view: Omit<ParcelView, 'parcelId'>): Map<FinalPhase, Stay> {
  return new Map(
    finalIntervals(view.state).map((interval) => [interval.stage, stayOf(interval, 'last_mile', view)]),
  );
}

function finalIntervals({ outForDeliveryAt, pickup, deliveredAt }: ParcelState): Interval<FinalPhase>[] {
  const begun: Readonly<Record<FinalPhase, Instant | null>> = {
    out_for_delivery: outForDeliveryAt,
    available_for_pickup: pickup?.since ?? null,
  };
  return finalPhases.flatMap((stage) => {
    const from = begun[stage];
    return from === null ? [] : [{ stage, from, to: deliveredAt, told: { from: true, to: true } }];
  });
}

/** Of a parcel that neither went on nor goes on the stay was withdrawn. */
function stayOf(
  { from, to, told }: Interval<unknown>,
  stage: Stage,
  { facts, state, knowledge }: Omit<ParcelView, 'parcelId'>,
): Stay {
  const gone = isOutbound(state) || state.outcome === 'delivered' ? null : state.outcomeSince;
  const end = to ?? gone;
  if (end === null) return { enteredAt: from, end: 'open' };
  const hours = workingHoursBetween(knowledge.calendarOf(stage, facts), from, end);
  const left = told.from && told.to ? 'left' : 'blurred';
  return { enteredAt: from, end: to === null ? 'withdrawn' : left, hours };
}

/** From the first stretch seen on; those that were passed over unseen last no time. */
function intervalsOf(road: readonly Exclude<Stretch, 'not_started'>[], state: ParcelState): Interval[] {
  const intervals: Interval[] = [];
  const firstSeen = road.findIndex((stretch) => state.enteredAt[stretch] !== undefined);
  if (firstSeen === -1) return [];
  let next: Instant | null = state.deliveredAt;
  let isNextTold = true;
  for (const stretch of road.slice(firstSeen).reverse()) {
    const isTold = state.enteredAt[stretch] !== undefined;
    const entered: Instant | null = state.enteredAt[stretch] ?? next;
    if (entered === null) continue;
    const told = { from: isTold, to: isNextTold };
    intervals.unshift({ stage: stretch, from: entered, to: next, told });
    next = entered;
    isNextTold = isTold;
  }
  return intervals;
}

function withCustoms(interval: Interval, { customs }: ParcelState): Interval[] {
  if (interval.stage === 'awaiting_uplift') return split('export_customs', interval, customs.export);
  if (interval.stage === 'awaiting_injection') return split('import_customs', interval, customs.import);
  return [interval];
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
