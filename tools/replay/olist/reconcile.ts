import type { OlistOrder } from './read-olist.ts';
import { saoPaulo } from './local-time.ts';

/** What the system says of a row's order and parcel. */
export interface Answered {
  orderState: string;
  parcel: {
    state: string;
    deliveredAt: string | null;
    promisedAt: string | null;
    exceptions: { code: string }[];
  } | null;
}

export interface Difference {
  id: string;
  field: string;
  expected: unknown;
  got: unknown;
  /** The fact of the row that explains it; absent where nothing does. */
  because?: string;
}

/** What a row of history says must come out. */
export function expectedOf(order: OlistOrder) {
  const deliveredAt = order.deliveredAt ? new Date(saoPaulo(order.deliveredAt)).toISOString() : null;
  const promised = Date.parse(saoPaulo(order.promisedAt));
  const moved = order.handedOverAt !== '';
  return {
    cancelled: order.status === 'canceled',
    state: deliveredAt || order.status === 'delivered' ? 'delivered' : moved ? 'in_transit' : null,
    deliveredAt,
    late: deliveredAt === null ? null : Date.parse(deliveredAt) > promised,
    contradiction: order.deliveredAt !== '' && moved && order.deliveredAt < order.handedOverAt,
  };
}

/** Compares one row with the system's answer: final state, delivery time, late or not, impossible or not. */
export function reconcileOrder(order: OlistOrder, answered: Answered): Difference[] {
  const expected = expectedOf(order);
  const { parcel } = answered;
  const deliveredAt = parcel?.deliveredAt ?? null;
  const promisedAt = parcel?.promisedAt ?? null;
  const got = {
    cancelled: answered.orderState === 'cancelled',
    state: parcel?.state ?? null,
    deliveredAt: deliveredAt === null ? null : new Date(deliveredAt).toISOString(),
    late: deliveredAt && promisedAt ? Date.parse(deliveredAt) > Date.parse(promisedAt) : null,
    contradiction: parcel?.exceptions.some((exception) => exception.code === 'status_contradiction') ?? false,
  };
  const because =
    order.status === 'delivered' && order.deliveredAt === ''
      ? 'order_status is delivered and order_delivered_customer_date is empty: history has no scan to tell'
      : undefined;
  return (Object.keys(expected) as (keyof typeof expected)[])
    .filter((field) => expected[field] !== got[field])
    .map((field) => ({
      id: order.id,
      field,
      expected: expected[field],
      got: got[field],
      ...(because && field === 'state' && { because }),
    }));
}
