import { instantText } from '@landfall/contracts';
import { foldParcel, legOf, type ParcelState, type ParcelView } from '@landfall/domain';
import { estimateTold } from '../track-parcel/advance-parcel.ts';
import { factsOf, type Registration, type Scan } from '../track-parcel/parcel-record.ts';
import type { Surroundings } from '../track-parcel/surroundings.ts';

/** One line of a parcel's timeline. `mark` says what is odd about it. */
export interface TimelineEntry {
  milestone: string;
  leg: string | null;
  occurredAt: string;
  recordedAt: string;
  place: Scan['place'];
  reason: string | null;
  source: string;
  mark: 'contradictory' | 'vague' | null;
}

/** A parcel as the API answers it, without its exceptions. */
export interface ParcelAnswer {
  id: string;
  orderId: string;
  externalOrderId: string;
  purpose: string;
  state: string;
  currentLeg: string | null;
  currentWait: string | null;
  originCountry: string | null;
  destinationCountry: string;
  routeId: string | null;
  promisedAt: string | null;
  deliveredAt: string | null;
  /** With what their merchant should look at, where there is anything. */
  trackingNumbers: Registration['trackingNumbers'];
  estimate: { p10: string; p50: string; p90: string; pLate: number | null } | null;
}

/**
 * @param now the injected clock's instant: the estimate moves on as time passes without an event
 */
export const parcelAnswer = (
  registration: Registration,
  { route, knowledge }: Surroundings,
  state: ParcelState | null,
  now: Date,
): ParcelAnswer => {
  const facts = factsOf(registration, route);
  const view: ParcelView = {
    parcelId: registration.parcelId,
    facts,
    state: state ?? foldParcel([], facts),
    knowledge,
  };
  const { deliveredAt } = view.state;
  return {
    id: registration.parcelId,
    orderId: registration.orderId,
    externalOrderId: registration.externalOrderId,
    purpose: registration.purpose,
    state: view.state.status,
    currentLeg: view.state.currentLeg,
    currentWait: view.state.currentWait,
    originCountry: registration.originCountry,
    destinationCountry: registration.destination.country,
    routeId: registration.routeId,
    promisedAt: registration.promisedAt,
    deliveredAt: deliveredAt === null ? null : instantText(deliveredAt),
    trackingNumbers: registration.trackingNumbers,
    estimate: estimateTold(view, now.getTime()),
  };
};

const vague = new Set<string>(['in_transit', 'departed_facility', 'arrived_at_facility']);

/** What senders told, ordered by time, and our own `cancelled`. */
export const timelineOf = (
  registration: Registration,
  state: ParcelState | null,
  scans: readonly Scan[],
): TimelineEntry[] => {
  const contradictory = new Set(state?.contradictions.map((contradiction) => contradiction.eventId));
  const told = scans.map((scan): TimelineEntry => ({
    milestone: scan.milestone,
    leg: legOf(scan.milestone, scan.leg),
    occurredAt: scan.occurredAt,
    recordedAt: scan.recordedAt,
    place: scan.place,
    reason: scan.reason,
    source: scan.source,
    mark: contradictory.has(scan.eventId) ? 'contradictory' : vague.has(scan.milestone) ? 'vague' : null,
  }));
  const { cancelledAt } = registration;
  if (cancelledAt !== null)
    told.push({
      milestone: 'cancelled',
      leg: null,
      occurredAt: cancelledAt,
      recordedAt: cancelledAt,
      place: null,
      reason: 'merchant',
      source: 'landfall',
      mark: null,
    });
  return told.sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
};
