import type { Order, Parcel } from '../life/life.ts';
import { day, rfc3339, type Instant } from '../wire/instants.ts';

/** What a sender or merchant does wrong, one of them on each parcel of this fate. */
const kinds = [
  'far_future',
  'before_the_order',
  'years_old',
  'absurd_weight',
  'leg_without_it',
  'flood',
  'promise_before_order',
  'unknown_route',
] as const;
type Kind = (typeof kinds)[number];

const floodOf = 1_000;

export const isBadOrder = (order: Order): boolean => order.parcels[0]?.fate === 'bad_input';

const kindOf = (parcel: Parcel): Kind => kinds[parcel.index % kinds.length] ?? 'far_future';

/** When it is sent: the day after the parcel was registered. */
export const badInputAt = (parcel: Parcel): Instant => parcel.registeredAt + day;

/** Items of `POST /v1/tracking-events/batch` that no honest carrier sends. */
export function badEvents(parcel: Parcel): object[] {
  const at = badInputAt(parcel);
  const [first] = parcel.numbers;
  if (!first) throw new Error('every parcel has a number');
  const event = (occurredAt: Instant, more: object = {}): object => ({
    trackingNumber: first.number,
    carrier: first.sender.name,
    milestone: 'in_transit',
    occurredAt: rfc3339(occurredAt),
    place: { country: 'CN' },
    ...more,
  });
  const kind = kindOf(parcel);
  switch (kind) {
    case 'far_future':
      return [event(at + 400 * day)];
    case 'before_the_order':
      return [event(parcel.order.placedAt - 90 * day, { milestone: 'delivered' })];
    case 'years_old':
      return [event(at - 8 * 365 * day, { milestone: 'delivered' })];
    case 'absurd_weight':
      return [event(at, { milestone: 'weighed', weightGrams: 999_999_999 })];
    case 'leg_without_it':
      return [event(at, { milestone: 'picked_up', leg: 'trunk_line' })];
    case 'flood':
      return Array.from({ length: floodOf }, (_, index) => event(at - index * 1_000));
    case 'promise_before_order':
    case 'unknown_route':
      return [];
    default:
      return kind satisfies never;
  }
}

/** What is wrong with the order itself. */
export function badOrderFields(order: Order): { promisedAt?: string; routeId?: string } {
  const [parcel] = order.parcels;
  if (parcel?.fate !== 'bad_input') return {};
  const kind = kindOf(parcel);
  if (kind === 'promise_before_order') return { promisedAt: rfc3339(order.placedAt - 5 * day) };
  return kind === 'unknown_route' ? { routeId: 'a-route-that-nobody-knows' } : {};
}
