import { chainOrder } from '../chain.ts';
import type { EventPosition } from './parcel-state.ts';

/**
 * The fold order of events: by the time at which they happened, then by chain order, then by id.
 * Negative when `a` comes first, 0 only for the same event. The time at which we heard of them plays no part.
 */
export function compareEvents(a: EventPosition, b: EventPosition): number {
  return (
    a.occurredAt - b.occurredAt ||
    chainOrder(a.milestone, a.leg) - chainOrder(b.milestone, b.leg) ||
    (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0)
  );
}
