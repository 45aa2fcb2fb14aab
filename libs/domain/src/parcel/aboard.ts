import { laneOf } from '../routing/gateway.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { isOutbound, type Aboard, type ParcelState } from './parcel-state.ts';
import { stretchOf, type Stretch } from './stretch.ts';

/** In which unit a parcel is after one more scan, which has left it on a stretch of its road; what is told of the parcel alone changes nothing. */
export function aboardAfter(
  known: Aboard | null,
  { unit, milestone, occurredAt }: ParcelEvent,
  stretch: Stretch,
): Aboard | null {
  if (unit === undefined) return known;
  const before = known?.unitId === unit.unitId ? known.since : null;
  return { ...unit, stretch, milestone, since: occurredAt, before };
}

/** Whether a parcel is further on its road than where its unit was last told of, or has left the road. */
export function hasGoneOn({ stretch }: Aboard, facts: ParcelFacts, state: ParcelState): boolean {
  const lane = laneOf(facts.originCountry, facts.destinationCountry);
  return !isOutbound(state) || stretchOf(state.position, lane) !== stretch;
}
