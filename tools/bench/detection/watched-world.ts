import type { DataOf, parcelsTopic, routesTopic } from '@landfall/contracts';
import { tellingsOf } from '../../world/feed/tell.ts';
import type { Telling } from '../../world/feed/telling.ts';
import { routes, type Route } from '../../world/geography/routes.ts';
import { defaultShares } from '../../world/life/fates.ts';
import type { Parcel } from '../../world/life/life.ts';
import { makeWorld } from '../../world/life/world.ts';
import { rfc3339 } from '../../world/wire/instants.ts';
import { uuidOf, type ScanEvent } from '../../workload/scan-stream.ts';

export type Registration = DataOf<typeof parcelsTopic, 'parcel.registered'>;
export type RouteTold = DataOf<typeof routesTopic, 'route.changed'>;

/** What exception-detection is told of the parcels of a synthetic world, by one merchant. */
export interface WatchedWorld {
  readonly merchantId: string;
  readonly begins: Date;
  /** After its days; parcels that are on their way then are told of until they have arrived. */
  readonly ends: Date;
  readonly routes: readonly RouteTold[];
  readonly registrations: readonly Registration[];
  /** In the order in which they were told, once each: carrier-tracking drops what it knows. */
  readonly scans: readonly ScanEvent[];
}

export interface WatchedPlan {
  readonly seed: number;
  readonly parcels: number;
  readonly days: number;
}

/** No feed falls silent and nothing slows down: an alarm is the fault of its own parcel. */
const noIncidents = { outages: 0, slowdowns: 0, failures: 0, stops: 0 };

/** The same plan gives the same world. */
export function watchedWorld({ seed, parcels, days }: WatchedPlan): WatchedWorld {
  const world = makeWorld({
    seed,
    parcels,
    days,
    shares: defaultShares,
    incidents: noIncidents,
    units: false,
  });
  const merchantId = uuidOf(`${seed} merchant`);
  const tellings = world.parcels
    .flatMap((parcel) => tellingsOf(parcel, seed, world.incidents))
    .sort((one, other) => one.sentAt - other.sentAt);
  return {
    merchantId,
    begins: new Date(world.begins),
    ends: new Date(world.ends),
    routes: routes.map((route) => routeTold(seed, route)),
    registrations: world.parcels.map((parcel) => registrationOf(seed, parcel)),
    scans: tellings.map((telling, nth) => scanOf(seed, merchantId, telling, nth)),
  };
}

const parcelIdOf = (seed: number, { index }: Parcel): string => uuidOf(`${seed} parcel ${index}`);

function routeTold(seed: number, route: Route): RouteTold {
  const { id, name, provider, destination, transit, mode, terms, clearance, claimedDays } = route;
  return {
    routeId: uuidOf(`${seed} route ${id}`),
    externalId: id,
    name,
    providerId: uuidOf(`${seed} provider ${provider.name}`),
    originCountry: 'CN',
    destinationCountries: [destination],
    transitCountries: [...transit],
    legs: Object.entries(route.companies).map(([leg, company]) => ({
      leg: leg as RouteTold['legs'][number]['leg'],
      carrier: company.name,
    })),
    mode,
    terms,
    clearance,
    claimedTransitDays: claimedDays,
  };
}

function registrationOf(seed: number, parcel: Parcel): Registration {
  const { order, replaces } = parcel;
  const usDollars = (amount: number) => ({ amount: amount.toFixed(2), currency: 'USD' });
  return {
    parcelId: parcelIdOf(seed, parcel),
    orderId: uuidOf(`${seed} order ${order.index}`),
    externalOrderId: order.externalId,
    marketplace: 'world',
    purpose: parcel.purpose,
    replacesParcelId: replaces && parcelIdOf(seed, replaces),
    trackingNumbers: parcel.numbers.map(({ number, sender }) => ({
      trackingNumber: number,
      carrier: sender.name,
    })),
    routeId: order.route.id,
    originCountry: 'CN',
    destination: { country: order.route.destination, state: null, city: null },
    placedAt: rfc3339(order.placedAt),
    registeredAt: rfc3339(parcel.registeredAt),
    shippedAt: parcel.shippedAt === null ? null : rfc3339(parcel.shippedAt),
    promisedAt: order.promisedAt === null ? null : rfc3339(order.promisedAt),
    promiseSource: order.promisedAt === null ? null : 'merchant',
    declaredWeightGrams: parcel.declaredWeightGrams,
    price: usDollars(order.price),
    goodsCost: usDollars(order.price * 0.4),
    goodsCostAssumed: false,
    logisticsCost: null,
    buyerReference: uuidOf(`${seed} buyer ${order.index}`),
    cancelledAt: null,
  };
}

function scanOf(
  seed: number,
  merchantId: string,
  { parcel, happening, milestone, clear, number, sender, sentAt }: Telling,
  nth: number,
): ScanEvent {
  const { at, saidAt, country, facility, reason, weightGrams, proof } = happening;
  const eventId = uuidOf(`${seed} scan ${nth}`);
  return {
    eventId,
    merchantId,
    scan: {
      eventId,
      scanId: eventId,
      revision: 0,
      parcelId: parcelIdOf(seed, parcel),
      trackingNumber: number,
      carrier: sender.name,
      source: sender.name,
      milestone,
      leg: null,
      reason: reason ?? null,
      occurredAt: rfc3339(saidAt ?? at),
      offsetSource: 'given',
      recordedAt: rfc3339(sentAt),
      place: { country, city: null, facility: clear && facility !== undefined ? facility : null },
      rawCode: null,
      rawPayloadRef: eventId,
      weightGrams: weightGrams ?? null,
      proof: proof ? { type: proof.type, ref: null } : null,
    },
  };
}
