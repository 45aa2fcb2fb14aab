import { milestoneDefinition } from '../chain.ts';
import { contradictsDelivery, deliveredElsewhere } from './contradiction.ts';
import { compareEvents } from './event-order.ts';
import { evolve } from './evolve.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import type { ParcelState } from './parcel-state.ts';
import { leadsBack } from './transition.ts';

export const classifications = ['advanced', 'duplicate', 'late', 'out_of_order', 'contradictory'] as const;
export type Classification = (typeof classifications)[number];

/**
 * What a scan is to the state that it meets; a scan is never rejected:
 * - `duplicate`: the last scan again, or a milestone of a leg first reached at this very instant, told by another sender;
 * - `contradictory`: cannot be true together with a scan that is known;
 * - `late`: happened before the last known scan, so that the parcel must be folded anew;
 * - `out_of_order`: happened after it, but at a place on the chain that the parcel has already left;
 * - `advanced`: anything else.
 */
export function classify(
  state: ParcelState,
  event: ParcelEvent,
  facts: ParcelFacts | null = null,
): Classification {
  if (isDuplicate(state, event)) return 'duplicate';
  if (state.lastEvent !== null && compareEvents(event, state.lastEvent) < 0) {
    return contradictsLater(state, event, facts) ? 'contradictory' : 'late';
  }
  const { contradictions } = evolve(state, event, facts);
  if (contradictions.length > state.contradictions.length) return 'contradictory';
  return leadsBack(event, state.position) ? 'out_of_order' : 'advanced';
}

function isDuplicate(state: ParcelState, event: ParcelEvent): boolean {
  return (
    state.lastEvent?.eventId === event.eventId ||
    (milestoneDefinition(event.milestone).leg !== null &&
      state.reachedAt[event.milestone] === event.occurredAt)
  );
}

/** Whether a late scan clashes with what is known to have happened since. */
function contradictsLater(state: ParcelState, event: ParcelEvent, facts: ParcelFacts | null): boolean {
  if (state.delivery !== null && contradictsDelivery(state, event, state.delivery) !== null) return true;
  if (event.milestone !== 'delivered' || !(state.outcome === 'under_way' || state.outcome === 'delivered')) {
    return false;
  }
  const movedSince =
    state.delivery === null && state.lastMovedAt !== null && state.lastMovedAt > event.occurredAt;
  return movedSince || deliveredElsewhere(event, facts) !== null;
}
