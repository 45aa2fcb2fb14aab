import { compareEvents } from './event-order.ts';
import { evolve, settle } from './evolve.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { emptyParcel, type ParcelState } from './parcel-state.ts';

/** A scan, and the state that it led to. */
export interface Step {
  readonly event: ParcelEvent;
  readonly state: ParcelState;
}

/**
 * The state that a parcel's scans add up to, whatever the order in which they are given and however often.
 * Fold anew when a scan arrives late, is corrected, or the facts change.
 */
export function foldParcel(events: readonly ParcelEvent[], facts: ParcelFacts): ParcelState {
  return foldSteps(events, facts).at(-1)?.state ?? settle(emptyParcel, facts);
}

/** The steps of the same fold, in the order in which the scans happened. */
export function foldSteps(events: readonly ParcelEvent[], facts: ParcelFacts): Step[] {
  let state = settle(emptyParcel, facts);
  return latestRevisions(events)
    .sort(compareEvents)
    .map((event) => ({ event, state: (state = evolve(state, event, facts)) }));
}

/** Of each scan its highest revision. */
export function latestRevisions(events: readonly ParcelEvent[]): ParcelEvent[] {
  const latest = new Map<string, ParcelEvent>();
  for (const event of events) {
    const known = latest.get(event.eventId);
    if (known === undefined || supersedes(event, known)) latest.set(event.eventId, event);
  }
  return [...latest.values()];
}

/** A higher revision wins, then the reading recorded later; the order by content only makes ties deterministic. */
function supersedes(a: ParcelEvent, b: ParcelEvent): boolean {
  const order = (a.revision ?? 0) - (b.revision ?? 0) || a.recordedAt - b.recordedAt || compareEvents(a, b);
  return order > 0;
}
