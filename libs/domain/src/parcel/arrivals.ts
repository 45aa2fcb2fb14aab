import type { Milestone } from '../chain.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { Arrivals } from './parcel-state.ts';

/** A parcel comes to a facility twice by an honest detour; the third time it goes in a circle. */
const tooMany = 3;
/** More facilities than any road has: beyond them nothing more is counted. */
const facilitiesKept = 24;

const arriving: ReadonlySet<Milestone> = new Set<Milestone>([
  'arrived_at_facility',
  'arrived_at_warehouse',
  'arrived_at_transit_hub',
]);
/** From here to there and back again every day is how a parcel is delivered. */
const delivering: ReadonlySet<Milestone> = new Set<Milestone>([
  'arrived_at_delivery_depot',
  'out_for_delivery',
  'delivery_attempted',
  'available_for_pickup',
  'delivered',
]);
const departing: ReadonlySet<Milestone> = new Set<Milestone>([
  'departed_facility',
  'departed_warehouse',
  'departed_transit_hub',
  'departed_origin_country',
  'handed_to_linehaul',
]);

/** The arrivals after one more scan: several scans at a facility without a departure in between are one arrival. */
export function arrivalsAfter(before: Arrivals, event: ParcelEvent): Arrivals {
  const { milestone } = event;
  if (delivering.has(milestone)) return { at: null, times: {}, loop: null };
  if (departing.has(milestone)) return before.at === null ? before : { ...before, at: null };
  const facility = facilityOf(event);
  if (!arriving.has(milestone) || facility === null || facility === before.at) return before;
  const times = (before.times[facility] ?? 0) + 1;
  if (times === 1 && Object.keys(before.times).length >= facilitiesKept) return { ...before, at: facility };
  return {
    at: facility,
    times: { ...before.times, [facility]: times },
    loop: loopAfter(before.loop, facility, times, event),
  };
}

/** A circle is left by coming to a facility where the parcel has not been before. */
function loopAfter(
  loop: Arrivals['loop'],
  facility: string,
  times: number,
  { eventId, occurredAt }: ParcelEvent,
): Arrivals['loop'] {
  if (loop !== null) return times === 1 ? null : loop;
  return times < tooMany ? null : { facility, since: occurredAt, eventId };
}

function facilityOf({ place }: ParcelEvent): string | null {
  if (place?.facility == null || place.facility === '') return null;
  return [place.country, place.city, place.facility].filter((part) => part != null).join('/');
}
