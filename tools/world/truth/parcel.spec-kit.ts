import type { Telling } from '../feed/telling.ts';
import { routes } from '../geography/routes.ts';
import type { Happening, Order, Parcel, Stay } from '../life/life.ts';
import { hour, type Instant } from '../wire/instants.ts';
import type { Milestone, Stage } from '../wire/words.ts';

/** Hours after the order was placed, as an instant. */
export const h = (hours: number): Instant => Date.parse('2025-09-10T00:00:00Z') + hours * hour;

/** The end of all plays of the specs: 60 days after the order. */
export const ends = h(60 * 24);

type Made = Partial<Omit<Parcel, 'order'>> & { routeId?: string; order?: Partial<Order> };

/** A parcel registered at 6 h, announced as handed over at 10 h, promised after 12 days; American unless told otherwise. */
export function parcelOf({ routeId = 'pearl-us-air', order: ofOrder, ...more }: Made = {}): Parcel {
  const route = routes.find((one) => one.id === routeId);
  if (!route) throw new Error(`no route ${routeId}`);
  const parcels: Parcel[] = [];
  const order: Order = {
    index: 0,
    externalId: 'W1-1',
    route,
    placedAt: h(0),
    promisedAt: h(12 * 24),
    shipBy: null,
    price: 50,
    skus: ['SKU-A'],
    fate: null,
    cancelledAt: null,
    parcels,
    ...ofOrder,
  };
  const parcel: Parcel = {
    index: 0,
    order,
    purpose: 'outbound',
    replaces: null,
    registeredAt: h(6),
    shippedAt: h(10),
    numbers: [{ number: 'LW000000005CN', sender: route.provider, knownAt: h(6) }],
    declaredWeightGrams: 500,
    sku: 'SKU-A',
    fate: null,
    happenings: [],
    stays: [],
    deliveredAt: null,
    lostAt: null,
    boarded: null,
    ...more,
  };
  parcels.push(parcel);
  return parcel;
}

/** What is told of a parcel: heard an hour after it happened, unless told otherwise. */
export function told(
  parcel: Parcel,
  ...list: readonly (readonly [milestone: Milestone, at: number, more?: Partial<Happening & Telling>])[]
): Telling[] {
  return list.map(([milestone, at, more = {}]) => ({
    parcel,
    happening: {
      at: h(at),
      milestone,
      by: more.by ?? 'last_mile',
      country: more.country ?? parcel.order.route.destination,
      ...(more.facility !== undefined && { facility: more.facility }),
      ...(more.begins !== undefined && { begins: more.begins }),
    },
    sender: parcel.order.route.provider,
    number: parcel.numbers[0]?.number ?? '',
    milestone: more.milestone ?? milestone,
    clear: more.clear ?? true,
    unit: null,
    usuallyAt: more.usuallyAt ?? h(at + 1),
    sentAt: more.sentAt ?? h(at + 1),
    againAt: null,
  }));
}

/** A stay with a P95 of 50 h and a P99.9 of 100 h. */
export const stayOf = (stage: Stage, from: number, to: number | null, more: Partial<Stay> = {}): Stay => ({
  stage,
  from: h(from),
  to: to === null ? null : h(to),
  p95At: h(from + 50),
  p999At: h(from + 100),
  stopped: false,
  slowedBy: null,
  ...more,
});
