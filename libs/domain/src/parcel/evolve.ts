import type { Instant } from '../calendar/instant.ts';
import { milestoneDefinition } from '../chain.ts';
import type { Clearance, DerivedTrigger, Lane, Leg, Outcome, Wait } from '../legs/leg.ts';
import { laneOf } from '../routing/gateway.ts';
import { contradictsDelivery, deliveredElsewhere } from './contradiction.ts';
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
  const next = settle(applyScan(state, event, facts), facts);
  return {
    ...next,
    troubles: troublesAfter(state, next, event),
    arrivals: arrivalsAfter(state.arrivals, event),
  };
}

/** Brings what follows from the machines and the facts up to date: status, current leg or wait. */
export function settle(state: ParcelState, facts: ParcelFacts | null): ParcelState {
  return { ...state, ...whereabouts(state), status: statusOf(state, facts) };
}

function applyScan(state: ParcelState, event: ParcelEvent, facts: ParcelFacts | null): ParcelState {
  const lane = facts === null ? 'cross_border' : laneOf(facts.originCountry, facts.destinationCountry);
  const counted = withTimes(state, event);
  const contradiction = state.delivery === null ? null : contradictsDelivery(state, event, state.delivery);
  const ended = withOutcome(
    {
      ...counted,
      contradictions:
        contradiction === null ? state.contradictions : [...state.contradictions, contradiction],
    },
    event,
    facts,
    lane,
  );
  const cleared = { ...ended, customs: withCustoms(ended.customs, event, lane) };
  return isOutbound(cleared)
    ? withJourney(cleared, event, lane, placeVagueScan(state, event, facts))
    : cleared;
}

function withTimes(state: ParcelState, event: ParcelEvent): ParcelState {
  const { milestone, occurredAt: at } = event;
  const { physical } = milestoneDefinition(milestone);
  const pickup = milestone === 'picked_up' || milestone === 'dropped_off';
  return {
    ...state,
    lastEvent: { eventId: event.eventId, milestone, leg: event.leg, occurredAt: at },
    eventCount: state.eventCount + 1,
    firstScanAt: state.firstScanAt ?? (milestone === 'label_created' ? null : at),
    firstPhysicalScanAt: state.firstPhysicalScanAt ?? (physical ? at : null),
    firstPickupAt: state.firstPickupAt ?? (pickup ? at : null),
    outForDeliveryAt: state.outForDeliveryAt ?? (milestone === 'out_for_delivery' ? at : null),
    lastMovedAt: isMovement(event) ? at : state.lastMovedAt,
    lastCountry: physical ? lastCountryAfter(state.lastCountry, event) : state.lastCountry,
    weighed: weighedAfter(state.weighed, event),
    toldWithinMs: toldWithinAfter(state.toldWithinMs, event),
    reachedAt: milestone in state.reachedAt ? state.reachedAt : { ...state.reachedAt, [milestone]: at },
  };
}

function withOutcome(
  state: ParcelState,
  event: ParcelEvent,
  facts: ParcelFacts | null,
  lane: Lane,
): ParcelState {
  const outcome = transition('outcome', state.outcome, event, lane);
  const elsewhere =
    event.milestone === 'delivered' && outcome === 'delivered' ? deliveredElsewhere(event, facts) : null;
  const contradictions = elsewhere === null ? state.contradictions : [...state.contradictions, elsewhere];
  if (outcome === state.outcome) return { ...state, contradictions };
  const country = event.place?.country ?? null;
  const delivery =
    outcome === 'delivered' ? { eventId: event.eventId, occurredAt: event.occurredAt, country } : null;
  return {
    ...state,
    contradictions,
    outcome,
    outcomeSince: event.occurredAt,
    outcomeTold: toldBy(event),
    delivery,
    deliveredAt: delivery?.occurredAt ?? null,
    deliveredCountry: delivery?.country ?? null,
  };
}

function withCustoms(customs: CustomsState, event: ParcelEvent, lane: Lane): CustomsState {
  const duty = transition('duty', customs.duty.status, event, lane);
  return {
    export: declare(
      customs.export,
      transition('export_clearance', customs.export.status, event, lane),
      event,
    ),
    import: declare(
      customs.import,
      transition('import_clearance', customs.import.status, event, lane),
      event,
    ),
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

function withJourney(
  state: ParcelState,
  event: ParcelEvent,
  lane: Lane,
  placed: DerivedTrigger | null,
): ParcelState {
  const handover = transition('handover', state.handover, event, lane);
  const pickup = handover === 'available_for_pickup' ? (state.pickup ?? pickupAt(event)) : null;
  const position = transition('journey', state.position, event, lane, placed);
  if (position === state.position) return { ...state, handover, pickup };
  const stretch = stretchOf(position, lane);
  const sameStretch = stretch === stretchOf(state.position, lane);
  return {
    ...state,
    handover,
    pickup,
    position,
    positionSince: event.occurredAt,
    stretchSince: sameStretch ? state.stretchSince : event.occurredAt,
    enteredAt: sameStretch ? state.enteredAt : { ...state.enteredAt, [stretch]: event.occurredAt },
  };
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
