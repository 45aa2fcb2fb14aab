import type { Edges } from './edges.ts';
import { badOrderFields } from '../feed/bad-input.ts';
import type { Order, Parcel, TrackingNumber } from '../life/life.ts';
import { rfc3339 } from '../wire/instants.ts';
import { inParallel } from './in-parallel.ts';
import { created } from './open-pool.ts';

const ordersAtOnce = 500;
const requestsAtOnce = 8;

const locales = { US: 'en', DE: 'de', FR: 'fr', GB: 'en', BR: 'pt-BR', SA: 'en' } as const;

/** The merchant's side of the play: orders, parcels, numbers, cancellations. Knows the system's ids by ours. */
export class Merchant {
  readonly #client: Edges;
  readonly orderIds = new Map<Order, string>();
  readonly parcelIds = new Map<Parcel, string>();

  constructor(client: Edges) {
    this.#client = client;
  }

  /** @throws Error where an order is not taken */
  async placeOrders(orders: readonly Order[]): Promise<void> {
    for (let start = 0; start < orders.length; start += ordersAtOnce) {
      const some = orders.slice(start, start + ordersAtOnce);
      const { status, body } = await this.#client.post<{ items: { index: number; id?: string }[] }>(
        '/v1/orders/batch',
        { orders: some.map(orderBody) },
      );
      if (status !== 207) throw new Error(`Orders were answered ${status}: ${JSON.stringify(body)}`);
      for (const { index, id } of body.items) {
        const order = some[index];
        if (!order || id === undefined)
          throw new Error(`An order was refused: ${JSON.stringify(body.items[index])}`);
        this.orderIds.set(order, id);
      }
    }
  }

  async registerParcels(parcels: readonly Parcel[]): Promise<void> {
    await inParallel(parcels, requestsAtOnce, async (parcel) => {
      const orderId = this.orderIds.get(parcel.order) ?? '';
      const id = await created(this.#client, `/v1/orders/${orderId}/parcels`, this.#parcelBody(parcel));
      this.parcelIds.set(parcel, id);
    });
  }

  async addNumbers(added: readonly { parcel: Parcel; number: TrackingNumber }[]): Promise<void> {
    await inParallel(added, requestsAtOnce, async ({ parcel, number }) => {
      const id = this.parcelIds.get(parcel) ?? '';
      await created(this.#client, `/v1/parcels/${id}/tracking-numbers`, {
        trackingNumber: number.number,
        carrier: number.sender.name,
      });
    });
  }

  async cancel(orders: readonly Order[]): Promise<void> {
    await inParallel(orders, requestsAtOnce, async (order) => {
      const answer = await this.#client.post(`/v1/orders/${this.orderIds.get(order)}/cancel`, {});
      if (answer.status !== 200) throw new Error(`Cancelling ${order.externalId} answered ${answer.status}`);
    });
  }

  #parcelBody(parcel: Parcel): object {
    const [first] = parcel.numbers;
    const { order, replaces } = parcel;
    return {
      trackingNumber: first?.number,
      carrier: first?.sender.name,
      originCountry: 'CN',
      declaredWeightGrams: parcel.declaredWeightGrams,
      ...(parcel.shippedAt !== null && { shippedAt: rfc3339(parcel.shippedAt) }),
      ...(order.skus.length > 1 && { items: [{ sku: parcel.sku, quantity: 1 }] }),
      ...(replaces && { purpose: 'replacement', replacesParcelId: this.parcelIds.get(replaces) }),
    };
  }
}

const orderBody = (order: Order): object => {
  const { route, price } = order;
  const amount = (value: number) => ({ amount: value.toFixed(2), currency: 'USD' });
  return {
    externalId: order.externalId,
    marketplace: 'world',
    placedAt: rfc3339(order.placedAt),
    currency: 'USD',
    buyer: { name: `Buyer ${order.index + 1}`, locale: locales[route.destination] },
    shipTo: { country: route.destination },
    items: order.skus.map((sku) => ({
      sku,
      title: sku,
      quantity: 1,
      unitPrice: amount(price),
      unitCost: amount(price * 0.4),
    })),
    routeId: route.id,
    ...(order.promisedAt !== null && { promisedAt: rfc3339(order.promisedAt) }),
    ...(order.shipBy !== null && { shipBy: rfc3339(order.shipBy) }),
    ...badOrderFields(order),
  };
};
