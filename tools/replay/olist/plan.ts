import type { OlistOrder } from './read-olist.ts';
import { saoPaulo } from './local-time.ts';

/** One thing that history did, at its instant (RFC 3339). */
export interface Action {
  at: string;
  kind: 'order' | 'register' | 'push' | 'cancel';
  order: OlistOrder;
}

/** Number and carrier that the replay gives an order's parcel. */
export const trackingNumberOf = (order: OlistOrder): string => `OL${order.id.slice(0, 20).toUpperCase()}`;
export const carrier = 'correios';
/** 17TRACK's key of Correios. */
export const carrierKey = 2151;

const earlier = (a: string, b: string): string => (Date.parse(a) <= Date.parse(b) ? a : b);
const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);

/**
 * What happened to one order, in the order of time. A merchant registers the parcel when the order is approved, or when
 * it was bought where history has the carrier first; only orders that a carrier ever had have a parcel.
 * The data set tells no time of cancellation: it is the last time known before a delivery.
 */
export function planOf(order: OlistOrder): Action[] {
  const bought = saoPaulo(order.purchasedAt);
  const approved = order.approvedAt ? saoPaulo(order.approvedAt) : bought;
  const actions: Action[] = [{ at: bought, kind: 'order', order }];
  const scans = scansOf(order);
  const [first] = scans;
  if (first) {
    actions.push({ at: later(bought, earlier(approved, first.at)), kind: 'register', order });
    for (const scan of scans) actions.push({ at: scan.at, kind: 'push', order });
  }
  if (order.status === 'canceled') {
    const handedOver = order.handedOverAt ? saoPaulo(order.handedOverAt) : approved;
    actions.push({ at: later(approved, handedOver), kind: 'cancel', order });
  }
  const rank = { order: 0, register: 1, push: 2, cancel: 3 };
  return actions.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || rank[a.kind] - rank[b.kind]);
}

interface Scan {
  at: string;
  subStatus: string;
  stage: string;
  description: string;
}

/** What the carrier knew, in order of time: impossible rows stay as they are. */
export function scansOf(order: OlistOrder): Scan[] {
  const scans: Scan[] = [];
  if (order.handedOverAt)
    scans.push({
      at: saoPaulo(order.handedOverAt),
      subStatus: 'InTransit_PickedUp',
      stage: 'PickedUp',
      description: 'Objeto postado',
    });
  if (order.deliveredAt)
    scans.push({
      at: saoPaulo(order.deliveredAt),
      subStatus: 'Delivered_Other',
      stage: 'Delivered',
      description: 'Objeto entregue ao destinatário',
    });
  return scans.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** A push at `at`, with the whole history up to then, newest first, as 17TRACK sends it. */
export function pushOf(order: OlistOrder, at: string): unknown {
  const known = scansOf(order).filter((scan) => Date.parse(scan.at) <= Date.parse(at));
  const events = known
    .map((scan) => ({
      time_iso: scan.at,
      time_utc: new Date(scan.at).toISOString().replace('.000Z', 'Z'),
      time_raw: { date: scan.at.slice(0, 10), time: scan.at.slice(11, 19), timezone: scan.at.slice(19) },
      description: scan.description,
      location: null,
      stage: scan.stage,
      sub_status: scan.subStatus,
      address: { country: 'BR', state: null, city: null, street: null, postal_code: null },
    }))
    .reverse();
  const [latest] = events;
  return {
    event: 'TRACKING_UPDATED',
    data: {
      number: trackingNumberOf(order),
      carrier: carrierKey,
      tag: order.id,
      track_info: {
        latest_status: { status: latest?.sub_status.split('_')[0], sub_status: latest?.sub_status },
        latest_event: latest,
        tracking: { providers: [{ provider: { key: carrierKey, name: 'Correios', country: 'BR' }, events }] },
      },
    },
  };
}
