import { sameGateway } from '../routing/gateway.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import type { Contradiction, ContradictionKind, Delivery, ParcelState } from './parcel-state.ts';
import { isMovement } from './transition.ts';

/** What a scan later than a standing delivery contradicts, if anything. */
export function contradictsDelivery(
  state: ParcelState,
  event: ParcelEvent,
  delivery: Delivery,
): Contradiction | null {
  if (event.occurredAt <= delivery.occurredAt) return null;
  if (!isMovement(event) && event.milestone !== 'returning' && event.milestone !== 'returned') return null;
  const pickup = event.milestone === 'picked_up' || event.milestone === 'dropped_off';
  const why: ContradictionKind =
    pickup && state.firstPickupAt === null ? 'delivered_before_pickup' : 'movement_after_delivery';
  return { eventId: event.eventId, why, against: delivery.eventId, occurredAt: event.occurredAt };
}

/** A delivery in a country that another gateway serves than the destination's; an unknown country says nothing. */
export function deliveredElsewhere(event: ParcelEvent, facts: ParcelFacts | null): Contradiction | null {
  const country = event.place?.country;
  if (facts === null || country == null || sameGateway(country, facts.destinationCountry)) return null;
  return {
    eventId: event.eventId,
    why: 'delivered_elsewhere',
    against: event.eventId,
    occurredAt: event.occurredAt,
  };
}
