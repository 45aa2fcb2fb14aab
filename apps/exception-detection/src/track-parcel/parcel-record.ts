import type { DataOf, parcelsTopic, routesTopic, trackingEventsTopic } from '@landfall/contracts';
import type {
  ConsumerReport,
  CountedStays,
  KnownException,
  ParcelEvent,
  ParcelFacts,
  ParcelState,
} from '@landfall/domain';
import { minorOf } from '../minor-of.ts';
import type { ToldEstimate } from './tell-estimate.ts';

export type Registration = DataOf<typeof parcelsTopic, 'parcel.registered'>;
/** A route of the pool as it was last told. */
export type KnownRoute = DataOf<typeof routesTopic, 'route.changed'>;
export type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_reached'>;

/** What this service keeps of a parcel. Without a registration it is a stub: scans are kept, nothing is told. */
export interface ParcelRecord {
  merchantId: string;
  parcelId: string;
  registration: Registration | null;
  state: ParcelState | null;
  /** What its consumer has said of it. */
  reports: readonly ConsumerReport[];
  known: KnownException[];
  /** What it adds to the counts of dwell. */
  counted: CountedStays | null;
  /** A digest of the last state told, so that only changes are told: SHA-256 of its JSON, base64. */
  told: string | null;
  /** The last estimate told; null before the first, and after the last. */
  estimate: ToldEstimate | null;
  /** Raised with every event told of this parcel. */
  version: number;
}

/** Whether a parcel's state or what it counts is another. What is as it was is the same object. */
export const hasMoved = (before: ParcelRecord, after: ParcelRecord): boolean =>
  before.state !== after.state || before.counted !== after.counted;

/** Whether anything of a parcel is to be written beside its next due time. */
export const isChanged = (before: ParcelRecord, after: ParcelRecord): boolean =>
  hasMoved(before, after) ||
  before.version !== after.version ||
  before.told !== after.told ||
  before.estimate !== after.estimate ||
  before.known.length !== after.known.length ||
  before.known.some((exception, nth) => exception !== after.known[nth]);

/**
 * The domain's view of a registration and the route that it names. Throws RangeError where its money cannot be read. The
 * fold uses nothing of the route: a state stays right when its route changes.
 */
export const factsOf = (registration: Registration, route: KnownRoute | null): ParcelFacts => ({
  registeredAt: Date.parse(registration.registeredAt),
  shippedAt: instantOf(registration.shippedAt),
  promisedAt: instantOf(registration.promisedAt),
  cancelledAt: instantOf(registration.cancelledAt),
  originCountry: registration.originCountry,
  destinationCountry: registration.destination.country,
  transitCountries: route?.transitCountries ?? [],
  mode: route?.mode ?? null,
  routeKnown: route !== null,
  terms: route?.terms ?? null,
  clearance: route?.clearance ?? null,
  declaredWeightGrams: registration.declaredWeightGrams,
  routeKey: registration.routeId,
  carriers: {},
  carrier: registration.trackingNumbers[0]?.carrier ?? null,
  value: {
    priceMinor: minorOf(registration.price),
    goodsMinor: minorOf(registration.goodsCost),
    goodsAssumed: registration.goodsCostAssumed,
    logisticsMinor: registration.logisticsCost ? minorOf(registration.logisticsCost) : 0,
    currency: registration.price.currency,
  },
});

/** The domain's view of a scan. */
export const eventOf = (scan: Scan): ParcelEvent => ({
  eventId: scan.eventId,
  milestone: scan.milestone,
  leg: scan.leg,
  reason: scan.reason,
  occurredAt: Date.parse(scan.occurredAt),
  recordedAt: Date.parse(scan.recordedAt),
  place: scan.place,
  proof: scan.proof,
  carrier: scan.carrier,
  weightGrams: scan.weightGrams,
  ...(scan.unitId !== undefined && {
    unit: { unitId: scan.unitId, flightOrVoyage: scan.flightOrVoyage ?? null },
  }),
  revision: scan.revision,
});

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
