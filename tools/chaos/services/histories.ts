import { foldParcel, type Milestone, type ParcelEvent, type ParcelFacts } from '@landfall/domain';

/** A scan as it is posted to `/v1/tracking-events/batch`. */
export interface PostedScan {
  readonly trackingNumber: string;
  readonly carrier: string;
  readonly milestone: Milestone;
  /** RFC 3339. */
  readonly occurredAt: string;
}

/** What must be read of a parcel when each of its scans has been applied once. */
export interface ExpectedParcel {
  readonly state: string;
  readonly currentLeg: string | null;
  readonly currentWait: string | null;
  readonly deliveredAt: string | null;
  /** Milestone and instant of every scan, in order of time. */
  readonly timeline: readonly string[];
}

/** What befalls every parcel; a parcel's history ends somewhere on it. */
const journey: readonly Milestone[] = [
  'picked_up',
  'arrived_at_warehouse',
  'departed_warehouse',
  'export_customs_released',
  'departed_origin_country',
  'arrived_in_destination_country',
  'import_customs_released',
  'arrived_at_delivery_depot',
  'out_for_delivery',
  'delivery_attempted',
  'out_for_delivery',
  'delivered',
];
const shortestJourney = 8;
const hourMs = 3_600_000;

/** So many scans a parcel on average. */
export const scansPerParcel = (shortestJourney + journey.length) / 2;

/** The histories of parcels side by side, in order of time: every parcel's first scan, every parcel's second, ... */
export function* historiesOf(trackingNumbers: readonly string[], begin: Date): Generator<PostedScan> {
  const lengths = journey.length - shortestJourney + 1;
  for (const [nth, milestone] of journey.entries())
    for (const [parcel, trackingNumber] of trackingNumbers.entries())
      if (nth < shortestJourney + (parcel % lengths))
        yield {
          trackingNumber,
          carrier: 'dhl',
          milestone,
          occurredAt: new Date(begin.getTime() + 5 * nth * hourMs + parcel * 1_000).toISOString(),
        };
}

/** The reference: each scan once, in order of time, folded here by the code of the domain. */
export function expectedParcel(scans: readonly PostedScan[], registeredAt: Date): ExpectedParcel {
  const facts: ParcelFacts = {
    registeredAt: registeredAt.getTime(),
    shippedAt: null,
    promisedAt: null,
    cancelledAt: null,
    originCountry: 'CN',
    destinationCountry: 'DE',
    transitCountries: [],
    mode: null,
    routeKnown: false,
    terms: null,
    clearance: null,
    declaredWeightGrams: null,
    routeKey: null,
    carriers: {},
    carrier: null,
    value: { priceMinor: 0, goodsMinor: 0, goodsAssumed: false, logisticsMinor: 0, currency: 'EUR' },
  };
  const events = scans.map(({ milestone, occurredAt }, nth): ParcelEvent => ({
    eventId: String(nth),
    milestone,
    leg: null,
    reason: null,
    occurredAt: Date.parse(occurredAt),
    recordedAt: Date.parse(occurredAt),
    place: null,
  }));
  const { status, currentLeg, currentWait, deliveredAt } = foldParcel(events, facts);
  return {
    state: status,
    currentLeg,
    currentWait,
    deliveredAt: deliveredAt === null ? null : new Date(deliveredAt).toISOString(),
    timeline: scans.map(timelineKey),
  };
}

export const timelineKey = ({ milestone, occurredAt }: { milestone: string; occurredAt: string }): string =>
  `${new Date(occurredAt).toISOString()} ${milestone}`;
