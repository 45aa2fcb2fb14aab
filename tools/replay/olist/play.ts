import type { LandfallClient } from '../landfall-client.ts';
import { saoPaulo } from './local-time.ts';
import { carrier, planOf, pushOf, trackingNumberOf, type Action } from './plan.ts';
import type { OlistOrder } from './read-olist.ts';
import type { Answered } from './reconcile.ts';

/** What the replay learns on the way, by the data set's order id. */
export interface Played {
  orders: Map<string, string>;
  parcels: Map<string, string>;
  /** The estimate that stood when the carrier had just picked the parcel up. */
  estimates: Map<string, { p10: string; p50: string; p90: string }>;
  eventsSent: number;
}

const hour = 60 * 60 * 1000;

/** Actions of all orders in order of time, those of one step (hours) together. */
export function inSteps(orders: readonly OlistOrder[], stepHours: number): Action[][] {
  const actions = orders.flatMap(planOf).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return [
    ...Map.groupBy(actions, (action) => Math.floor(Date.parse(action.at) / (stepHours * hour))).values(),
  ];
}

/**
 * Plays the orders through the public edges: the clock goes to the last instant of each step in which anything
 * happened, so that nothing is told before it happened, and then that step's history is sent, each order's in order.
 */
export async function playOlist(
  client: LandfallClient,
  orders: readonly OlistOrder[],
  stepHours: number,
  progress: (done: number, of: number, at: string) => void,
): Promise<Played> {
  const played: Played = { orders: new Map(), parcels: new Map(), estimates: new Map(), eventsSent: 0 };
  const steps = inSteps(orders, stepHours);
  let pickedUp: OlistOrder[] = [];
  for (const [index, actions] of steps.entries()) {
    const at = actions.at(-1)?.at ?? '';
    await client.putClock(at);
    await Promise.all(pickedUp.map((order) => rememberEstimate(client, order, played)));
    pickedUp = [];
    const ofOrder = Map.groupBy(actions, (action) => action.order.id);
    await Promise.all(
      [...ofOrder.values()].map(async (own) => {
        for (const action of own) await act(client, action, played);
      }),
    );
    for (const action of actions) if (action.kind === 'push' && isPickup(action)) pickedUp.push(action.order);
    progress(index + 1, steps.length, at);
  }
  const last = steps.at(-1)?.at(-1)?.at;
  // Every promise of the data set lies within half a year of its purchase: all of them pass.
  if (last) await client.putClock(new Date(Date.parse(last) + 200 * 24 * hour).toISOString());
  return played;
}

const isPickup = ({ at, order }: Action): boolean =>
  order.handedOverAt !== '' && at === saoPaulo(order.handedOverAt);

async function act(client: LandfallClient, { kind, order, at }: Action, played: Played): Promise<void> {
  played.eventsSent += 1;
  const orderId = played.orders.get(order.id) ?? '';
  switch (kind) {
    case 'order': {
      const { id } = await created(client, '/v1/orders', orderBody(order));
      played.orders.set(order.id, id);
      return;
    }
    case 'register': {
      const parcel = { trackingNumber: trackingNumberOf(order), carrier, originCountry: 'BR' };
      const { id } = await created(client, `/v1/orders/${orderId}/parcels`, parcel);
      played.parcels.set(order.id, id);
      return;
    }
    case 'push':
      return client.push17Track(pushOf(order, at));
    case 'cancel': {
      const answer = await client.post(`/v1/orders/${orderId}/cancel`, {});
      if (answer.status !== 200) throw new Error(`Cancelling ${order.id} answered ${answer.status}`);
      return;
    }
    default:
      return kind satisfies never;
  }
}

async function created(client: LandfallClient, path: string, body: unknown): Promise<{ id: string }> {
  const answer = await client.post<{ id: string }>(path, body);
  if (answer.status !== 201)
    throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const orderBody = (order: OlistOrder) => ({
  externalId: order.id,
  marketplace: 'olist',
  placedAt: saoPaulo(order.purchasedAt),
  currency: 'BRL',
  buyer: { name: `Customer ${order.customer.id.slice(0, 8)}`, locale: 'pt-BR' },
  shipTo: { country: 'BR', state: order.customer.state, city: order.customer.city },
  items: itemsOf(order),
  promisedAt: saoPaulo(order.promisedAt),
});

/** Lines of one product are one item; an order without items in the data set is one unknown item of no value. */
const itemsOf = (order: OlistOrder) => {
  const bySku = Map.groupBy(order.items, (item) => `${item.sku} ${item.price}`);
  const items = [...bySku.values()].flatMap((same) => {
    const [item] = same;
    if (!item) return [];
    return [
      {
        sku: item.sku,
        title: item.title,
        quantity: same.length,
        unitPrice: { amount: item.price, currency: 'BRL' },
        ...(item.weightGrams !== null && { weightGrams: item.weightGrams }),
      },
    ];
  });
  const unknown = {
    sku: 'unknown',
    title: 'not in the data set',
    quantity: 1,
    unitPrice: { amount: '0.00', currency: 'BRL' },
  };
  return items.length > 0 ? items : [unknown];
};

interface ParcelAnswer {
  state: string;
  deliveredAt: string | null;
  promisedAt: string | null;
  exceptions: { code: string }[];
  estimate: { p10: string; p50: string; p90: string } | null;
}

async function rememberEstimate(client: LandfallClient, order: OlistOrder, played: Played): Promise<void> {
  const id = played.parcels.get(order.id);
  if (!id) return;
  const { body } = await client.get<ParcelAnswer>(`/v1/parcels/${id}`);
  if (body.estimate) played.estimates.set(order.id, body.estimate);
}

/** What the system says now of a row that was played. */
export async function answerOf(client: LandfallClient, order: OlistOrder, played: Played): Promise<Answered> {
  const orderId = played.orders.get(order.id) ?? '';
  const placed = await client.get<{ status: string }>(`/v1/orders/${orderId}`);
  const parcelId = played.parcels.get(order.id);
  const parcel = parcelId ? await client.get<ParcelAnswer>(`/v1/parcels/${parcelId}`) : null;
  return { orderState: placed.body.status, parcel: parcel?.status === 200 ? parcel.body : null };
}
