import {
  ordersTopic,
  parcelsTopic,
  routesTopic,
  trackingEventsTopic,
  type Milestone,
} from '@landfall/contracts';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';
import type { KnownRoute, ParcelRecord, Registration, Scan } from './track-parcel/parcel-record.ts';
import type { Order } from './watch-orders/order-record.ts';

export const merchantId = deterministicId('merchant', 'test');
export const parcelId = (name: string): string => deterministicId('parcel', name);
export const orderId = (name: string): string => deterministicId('order', name);

/** A registration with sensible values, changed where a test says so. */
export const registration = (name: string, changes: Partial<Registration> = {}): Registration => ({
  parcelId: parcelId(name),
  orderId: orderId(name),
  externalOrderId: name,
  marketplace: 'test',
  purpose: 'outbound',
  replacesParcelId: null,
  trackingNumbers: [{ trackingNumber: `N-${name}`, carrier: 'correios' }],
  routeId: null,
  originCountry: 'BR',
  destination: { country: 'BR', state: null, city: null },
  placedAt: '2026-01-01T00:00:00Z',
  registeredAt: '2026-01-01T00:00:00Z',
  shippedAt: null,
  promisedAt: '2026-01-20T03:00:00Z',
  promiseSource: 'merchant',
  declaredWeightGrams: null,
  price: { amount: '50.00', currency: 'BRL' },
  goodsCost: { amount: '20.00', currency: 'BRL' },
  goodsCostAssumed: false,
  logisticsCost: { amount: '10.00', currency: 'BRL' },
  buyerReference: deterministicId('buyer', name),
  cancelledAt: null,
  ...changes,
});

/** The row of a parcel of which nothing has been heard yet. */
export const untouched = <Known extends Registration | null>(
  name: string,
  known: Known,
): ParcelRecord & { registration: Known } => ({
  merchantId,
  parcelId: parcelId(name),
  registration: known,
  state: null,
  reports: [],
  known: [],
  counted: null,
  estimate: null,
  told: null,
  version: 0,
});

export const registered = (
  name: string,
  changes: Partial<Registration> = {},
  merchant = merchantId,
): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.registered',
    { version: 1, merchantId: merchant },
    registration(name, changes),
  );

/** An order placed with the year, changed where a test says so; a parcel of the same name is its parcel. */
export const order = (name: string, changes: Partial<Order> = {}): Order => ({
  orderId: orderId(name),
  externalId: name,
  marketplace: 'test',
  placedAt: '2026-01-01T00:00:00Z',
  destination: { country: 'BR', state: null, city: null },
  buyerReference: deterministicId('buyer', name),
  items: [
    {
      sku: 'LAMP',
      quantity: 1,
      unitPrice: { amount: '50.00', currency: 'BRL' },
      unitCost: { amount: '20.00', currency: 'BRL' },
      weightGrams: null,
      attributes: [],
    },
  ],
  promisedAt: null,
  shipBy: null,
  routeId: null,
  ...changes,
});

export const placed = (name: string, changes: Partial<Order> = {}): OutgoingEvent =>
  outgoing(ordersTopic, 'order.placed', { version: 1, merchantId }, order(name, changes));

export const orderUpdated = (name: string, version: number, changes: Partial<Order>): OutgoingEvent =>
  outgoing(ordersTopic, 'order.updated', { version, merchantId }, order(name, changes));

export const orderCancelled = (name: string, version: number, cancelledAt: string): OutgoingEvent =>
  outgoing(ordersTopic, 'order.cancelled', { version, merchantId }, { orderId: orderId(name), cancelledAt });

export const routeId = (name: string): string => deterministicId('route', name);

/** A route from China to Germany by Belgium, changed where a test says so; its name is the merchant's own. */
export const route = (name: string, changes: Partial<KnownRoute> = {}): KnownRoute => ({
  routeId: routeId(name),
  externalId: name,
  name,
  providerId: deterministicId('provider', 'test'),
  originCountry: 'CN',
  destinationCountries: ['DE'],
  transitCountries: ['BE'],
  legs: [{ leg: 'last_mile', carrier: 'dhl' }],
  mode: 'express',
  terms: 'DDP',
  clearance: 'express',
  claimedTransitDays: 8,
  ...changes,
});

export const routeChanged = (
  name: string,
  version: number,
  changes: Partial<KnownRoute> = {},
  merchant = merchantId,
): OutgoingEvent =>
  outgoing(routesTopic, 'route.changed', { version, merchantId: merchant }, route(name, changes));

export const cancelled = (name: string, cancelledAt: string): OutgoingEvent =>
  outgoing(
    parcelsTopic,
    'parcel.cancelled',
    { version: 2, merchantId },
    {
      parcelId: parcelId(name),
      orderId: orderId(name),
      cancelledAt,
    },
  );

export const scanned = (
  name: string,
  milestone: Milestone,
  occurredAt: string,
  changes: Partial<Scan> = {},
): OutgoingEvent => {
  const eventId = deterministicId('scan', name, milestone, occurredAt);
  return outgoing(
    trackingEventsTopic,
    'tracking.milestone_reached',
    { version: 1, merchantId, id: deterministicId('reached', eventId) },
    {
      eventId,
      scanId: eventId,
      revision: 0,
      parcelId: parcelId(name),
      trackingNumber: `N-${name}`,
      carrier: 'correios',
      source: 'test',
      milestone,
      leg: null,
      reason: null,
      occurredAt,
      offsetSource: 'given',
      recordedAt: occurredAt,
      place: { country: 'BR', city: null, facility: null },
      rawCode: null,
      rawPayloadRef: eventId,
      weightGrams: null,
      proof: null,
      ...changes,
    },
  );
};
