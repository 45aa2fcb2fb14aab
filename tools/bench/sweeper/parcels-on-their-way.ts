import type { Milestone } from '@landfall/contracts';
import { uuidOf } from '../../workload/scan-stream.ts';
import type { Registration, RouteTold } from '../detection/watched-world.ts';
import type { ParcelNews } from '../detector/open-detector.ts';

export const merchantId = uuidOf('sweeper merchant');

const hour = 3_600_000;
const begin = Date.parse('2026-03-02T00:00:00Z');

/** When what happens, in hours since all of them were registered: they left by air, and nothing has been heard since. */
const heard: readonly (readonly [milestone: Milestone, hours: number, country: string])[] = [
  ['picked_up', 1, 'CN'],
  ['arrived_at_warehouse', 10, 'CN'],
  ['departed_warehouse', 20, 'CN'],
  ['export_customs_released', 24, 'CN'],
  ['handed_to_linehaul', 30, 'CN'],
  ['departed_origin_country', 36, 'CN'],
];

const instantOf = (hours: number): Date => new Date(begin + hours * hour);
const told = (hours: number): string => instantOf(hours).toISOString();

/**
 * The instants of a sweep: nothing is wrong yet at `quiet`; a linehaul by air of which nothing was learned counts as
 * stalled after 1.2 x 168 hours, which `opening` is past, and ten days of silence, which mean worse, are not over.
 */
export const instants = {
  registered: instantOf(37),
  warmUp: instantOf(59),
  quiet: instantOf(60),
  opening: instantOf(240),
};

export const route: RouteTold = {
  routeId: uuidOf('sweeper route'),
  externalId: 'air-de',
  name: 'Air Germany',
  providerId: uuidOf('sweeper provider'),
  originCountry: 'CN',
  destinationCountries: ['DE'],
  transitCountries: [],
  legs: [{ leg: 'last_mile', carrier: 'dhl' }],
  mode: 'economy_air',
  terms: 'DDP',
  clearance: 'postal',
  claimedTransitDays: 8,
};

/** The registration and all scans of the `nth` parcel. */
export function newsOf(nth: number): ParcelNews {
  const parcelId = uuidOf(`sweeper parcel ${nth}`);
  const registration = registrationOf(nth, parcelId);
  return {
    merchantId,
    parcelId,
    register: () => registration,
    scans: heard.map(([milestone, hours, country]) => {
      const eventId = uuidOf(`sweeper scan ${nth} ${milestone}`);
      return {
        eventId,
        scanId: eventId,
        revision: 0,
        parcelId,
        trackingNumber: `LB${nth}CN`,
        carrier: 'china-post',
        source: 'china-post',
        milestone,
        leg: null,
        reason: null,
        occurredAt: told(hours),
        offsetSource: 'given',
        recordedAt: told(hours),
        place: { country, city: 'Shenzhen', facility: null },
        rawCode: null,
        rawPayloadRef: eventId,
        weightGrams: null,
        proof: null,
      };
    }),
  };
}

function registrationOf(nth: number, parcelId: string): Registration {
  const usDollars = (amount: string) => ({ amount, currency: 'USD' });
  return {
    parcelId,
    orderId: uuidOf(`sweeper order ${nth}`),
    externalOrderId: `S-${nth}`,
    marketplace: 'bench',
    purpose: 'outbound',
    replacesParcelId: null,
    trackingNumbers: [{ trackingNumber: `LB${nth}CN`, carrier: 'china-post' }],
    routeId: route.externalId,
    originCountry: 'CN',
    destination: { country: 'DE', state: null, city: null },
    placedAt: told(0),
    registeredAt: told(0),
    shippedAt: told(0),
    // Far off: no promise is at risk while the parcel stalls.
    promisedAt: told(60 * 24),
    promiseSource: 'merchant',
    declaredWeightGrams: 500,
    price: usDollars('50.00'),
    goodsCost: usDollars('20.00'),
    goodsCostAssumed: false,
    logisticsCost: usDollars('10.00'),
    buyerReference: uuidOf(`sweeper buyer ${nth}`),
    cancelledAt: null,
  };
}
