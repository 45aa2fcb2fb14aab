import type { Instant } from '../calendar/instant.ts';
import { milestoneDefinition } from '../chain.ts';
import type { Clearance, DerivedTrigger, Lane, Leg, Outcome, Wait } from '../legs/leg.ts';
import { laneOf } from '../routing/gateway.ts';
import { contradictsDelivery, deliveredElsewhere } from './contradiction.ts';
import { aboardAfter } from './aboard.ts';
import { arrivalsAfter } from './arrivals.ts';
import { compareEvents } from './event-order.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import {
  isOutbound,
  type CustomsDeclaration,
  type CustomsState,
  type LastCountry,
  type ParcelState,
  type ParcelStatus,
} from './parcel-state.ts';
import { stretchOf } from './stretch.ts';
import { placeVagueScan } from './place-vague-scan.ts';
import { toldWithinAfter } from './told-within.ts';
import { isMovement, transition } from './transition.ts';
import { toldBy, troublesAfter } from './troubles.ts';

/**
 * The state after one more scan. The scan must not precede `state.lastEvent` in fold order (RangeError); a late one
 * needs a new fold over all scans. The last scan told again changes nothing.
 * `facts` must be the same for every scan of a parcel; without them nothing is known of its lane, so that it counts
 * as cross-border and no delivery as elsewhere.
 */
export function evolve(
  state: ParcelState,
  event: ParcelEvent,
  facts: ParcelFacts | null = null,
): ParcelState {
  if (state.lastEvent !== null) {
    const order = compareEvents(event, state.lastEvent);
    if (order === 0) return state;
    if (order < 0) throw new RangeError(`event ${event.eventId} precedes ${state.lastEvent.eventId}`);
  }
  const next: Draft = { ...state };
  applyScan(next, state, event, facts);
  settleIn(next, facts);
  next.troubles = troublesAfter(state, next, event);
  next.arrivals = arrivalsAfter(state.arrivals, event);
  return next;
}

/** A state that is being made: a scan changes much of it, and a copy for each change would cost more than the change. */
type Draft = { -readonly [Key in keyof ParcelState]: ParcelState[Key] };

/** Brings what follows from the machines and the facts up to date: status, current leg or wait. */
export function settle(state: ParcelState, facts: ParcelFacts | null): ParcelState {
  const next: Draft = { ...state };
  settleIn(next, facts);
  return next;
}

function settleIn(next: Draft, facts: ParcelFacts | null): void {
  const { currentLeg, currentWait, legSince } = whereabouts(next);
  next.currentLeg = currentLeg;
  next.currentWait = currentWait;
  next.legSince = legSince;
  next.status = statusOf(next, facts);
}

function applyScan(next: Draft, state: ParcelState, event: ParcelEvent, facts: ParcelFacts | null): void {
  const lane = facts === null ? 'cross_border' : laneOf(facts.originCountry, facts.destinationCountry);
  takeTimes(next, event);
  const contradiction = state.delivery === null ? null : contradictsDelivery(state, event, state.delivery);
  if (contradiction !== null) next.contradictions = [...next.contradictions, contradiction];
  takeOutcome(next, event, facts, lane);
  next.customs = withCustoms(next.customs, event, lane);
  if (isOutbound(next)) takeJourney(next, event, lane, placeVagueScan(state, event, facts));
  next.aboard = aboardAfter(state.aboard, event, stretchOf(next.position, lane));
}

function takeTimes(next: Draft, event: ParcelEvent): void {
  const { milestone, occurredAt: at } = event;
  const { physical } = milestoneDefinition(milestone);
  next.lastEvent = { eventId: event.eventId, milestone, leg: event.leg, occurredAt: at };
  next.eventCount += 1;
  if (milestone !== 'label_created') next.firstScanAt ??= at;
  if (physical) next.firstPhysicalScanAt ??= at;
  if (milestone === 'picked_up' || milestone === 'dropped_off') next.firstPickupAt ??= at;
  if (milestone === 'out_for_delivery') next.outForDeliveryAt ??= at;
  if (isMovement(event)) next.lastMovedAt = at;
  if (physical) next.lastCountry = lastCountryAfter(next.lastCountry, event);
  next.weighed = weighedAfter(next.weighed, event);
  next.toldWithinMs = toldWithinAfter(next.toldWithinMs, event);
  if (!(milestone in next.reachedAt)) next.reachedAt = { ...next.reachedAt, [milestone]: at };
}

function takeOutcome(next: Draft, event: ParcelEvent, facts: ParcelFacts | null, lane: Lane): void {
  const outcome = transition('outcome', next.outcome, event, lane);
  const elsewhere =
    event.milestone === 'delivered' && outcome === 'delivered' ? deliveredElsewhere(event, facts) : null;
  if (elsewhere !== null) next.contradictions = [...next.contradictions, elsewhere];
  if (outcome === next.outcome) return;
  const country = event.place?.country ?? null;
  const delivery =
    outcome === 'delivered' ? { eventId: event.eventId, occurredAt: event.occurredAt, country } : null;
  next.outcome = outcome;
  next.outcomeSince = event.occurredAt;
  next.outcomeTold = toldBy(event);
  next.delivery = delivery;
  next.deliveredAt = delivery?.occurredAt ?? null;
  next.deliveredCountry = delivery?.country ?? null;
}

function withCustoms(customs: CustomsState, event: ParcelEvent, lane: Lane): CustomsState {
  const exported = transition('export_clearance', customs.export.status, event, lane);
  const imported = transition('import_clearance', customs.import.status, event, lane);
  const duty = transition('duty', customs.duty.status, event, lane);
  return {
    export: declare(customs.export, exported, event),
    import: declare(customs.import, imported, event),
    duty:
      duty === customs.duty.status
        ? customs.duty
        : {
            status: duty,
            requestedAt: duty === 'requested' ? event.occurredAt : customs.duty.requestedAt,
            paidAt: duty === 'paid' ? event.occurredAt : null,
            eventId: event.eventId,
          },
  };
}

function declare(before: CustomsDeclaration, status: Clearance, event: ParcelEvent): CustomsDeclaration {
  if (status === before.status) return before;
  const told = toldBy(event);
  if (status === 'released') return { status, openedAt: before.openedAt, closedAt: event.occurredAt, told };
  const openedAt = isOpen(before.status) ? before.openedAt : event.occurredAt;
  return { status, openedAt, closedAt: null, told };
}

function isOpen(status: Clearance): boolean {
  return status !== 'not_started' && status !== 'released';
}

function takeJourney(next: Draft, event: ParcelEvent, lane: Lane, placed: DerivedTrigger | null): void {
  next.handover = transition('handover', next.handover, event, lane);
  next.pickup = next.handover === 'available_for_pickup' ? (next.pickup ?? pickupAt(event)) : null;
  const position = transition('journey', next.position, event, lane, placed);
  if (position === next.position) return;
  const stretch = stretchOf(position, lane);
  if (stretch !== stretchOf(next.position, lane)) {
    next.stretchSince = event.occurredAt;
    next.enteredAt = { ...next.enteredAt, [stretch]: event.occurredAt };
  }
  next.position = position;
  next.positionSince = event.occurredAt;
}

const pickupAt = ({ eventId, occurredAt, carrier }: ParcelEvent): NonNullable<ParcelState['pickup']> => ({
  eventId,
  since: occurredAt,
  carrier: carrier ?? null,
});

function lastCountryAfter(before: LastCountry | null, event: ParcelEvent): LastCountry | null {
  const country = event.place?.country;
  if (country == null || country === before?.country) return before;
  return { country, since: event.occurredAt, eventId: event.eventId };
}

function weighedAfter(before: ParcelState['weighed'], event: ParcelEvent): ParcelState['weighed'] {
  if (event.milestone !== 'weighed' || event.weightGrams == null) return before;
  return { eventId: event.eventId, at: event.occurredAt, grams: event.weightGrams };
}

interface Whereabouts {
  readonly currentLeg: Leg | null;
  readonly currentWait: Wait | null;
  readonly legSince: Instant | null;
}

const nowhere: Whereabouts = { currentLeg: null, currentWait: null, legSince: null };

function whereabouts(state: ParcelState): Whereabouts {
  const since = state.positionSince;
  if (!isOutbound(state) || since === null) return nowhere;
  const { position } = state;
  switch (position) {
    case 'not_started':
      return nowhere;
    case 'collection':
    case 'warehousing':
    case 'trunk_line':
    case 'last_mile':
      return { currentLeg: position, currentWait: null, legSince: since };
    case 'hub_before_uplift':
    case 'hub_en_route':
    case 'hub_after_arrival':
      return { currentLeg: 'transshipment', currentWait: null, legSince: since };
    case 'awaiting_uplift':
      return waiting(position, since, 'export_customs', state.customs.export);
    case 'awaiting_injection':
      return waiting(position, since, 'import_customs', state.customs.import);
    default:
      return unreachable(position);
  }
}

/** A parcel that waits is in the customs leg while its declaration is open, and in the wait otherwise. */
function waiting(wait: Wait, since: Instant, customsLeg: Leg, declaration: CustomsDeclaration): Whereabouts {
  if (isOpen(declaration.status)) {
    const legSince = Math.max(since, declaration.openedAt ?? since);
    return { currentLeg: customsLeg, currentWait: null, legSince };
  }
  return { currentLeg: null, currentWait: wait, legSince: Math.max(since, declaration.closedAt ?? since) };
}

function statusOf(state: ParcelState, facts: ParcelFacts | null): ParcelStatus {
  const outcome: Outcome = state.outcome;
  switch (outcome) {
    case 'delivered':
    case 'returning':
    case 'returned':
    case 'destroyed':
    case 'lost':
      return outcome;
    case 'lost_on_return':
      return 'lost';
    case 'under_way':
    case 'customs_rejected':
    case 'refused':
      return statusUnderWay(state, facts);
    default:
      return unreachable(outcome);
  }
}

function statusUnderWay(state: ParcelState, facts: ParcelFacts | null): ParcelStatus {
  if (state.firstPhysicalScanAt === null) {
    const cancelled = (facts !== null && facts.cancelledAt !== null) || 'cancelled' in state.reachedAt;
    return cancelled ? 'cancelled' : 'registered';
  }
  if (state.position !== 'last_mile' || state.handover === 'at_depot') return 'in_transit';
  return state.handover;
}

function unreachable(value: never): never {
  throw new RangeError(`unknown state ${String(value)}`);
}
