import type { Instant } from '../calendar/instant.ts';
import type { Milestone } from '../chain.ts';
import { laneOf } from '../routing/gateway.ts';
import type { ParcelEvent, ToldUnit } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { isOutbound, type ParcelState } from './parcel-state.ts';
import { stretchOf, type Stretch } from './stretch.ts';

/** The transport unit that a parcel travels in, and where the last scan that was told of one left it. */
export interface Aboard extends ToldUnit {
  readonly stretch: Stretch;
  readonly milestone: Milestone;
  readonly since: Instant;
  /** When something was told of the same unit before; null where nothing was. */
  readonly before: Instant | null;
}

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
