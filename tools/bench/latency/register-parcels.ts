import type { LandfallClient } from '../../replay/landfall-client.ts';

/** A parcel of the system that no scan has been told of yet. */
export interface FreshParcel {
  readonly parcelId: string;
  readonly trackingNumber: string;
}

const ordersPerBatch = 500;
const workers = 6;

/** Places orders of one parcel each and registers their parcels. Their buyers want no mail. */
export async function registerParcels(
  client: LandfallClient,
  count: number,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<FreshParcel[]> {
  const parcels: FreshParcel[] = [];
  for (let first = 0; first < count; first += ordersPerBatch) {
    const numbers = Array.from(
      { length: Math.min(ordersPerBatch, count - first) },
      (_, index) => first + index,
    );
    const orderIds = await placeOrders(client, numbers);
    const waiting = numbers.map((number, index) => ({ number, orderId: orderIds[index] ?? '' }));
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        signal.throwIfAborted();
        parcels.push(await registerParcel(client, next.orderId, next.number));
        progress(parcels.length, count);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }
  return parcels;
}

async function placeOrders(client: LandfallClient, numbers: readonly number[]): Promise<string[]> {
  const placedAt = new Date().toISOString();
  const { status, body } = await client.post<{ items: { index: number; status: number; id?: string }[] }>(
    '/v1/orders/batch',
    { orders: numbers.map((number) => orderOf(number, placedAt)) },
  );
  const ids = status === 207 ? body.items.map((item) => item.id).filter((id) => id !== undefined) : [];
  if (ids.length !== numbers.length)
    throw new Error(`The orders were answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
  return ids;
}

const orderOf = (number: number, placedAt: string) => ({
  externalId: `bench-${number}`,
  marketplace: 'bench',
  placedAt,
  currency: 'EUR',
  buyer: { name: `Buyer ${number}`, locale: 'de', consent: { email: false, sms: false } },
  shipTo: { country: 'DE', city: 'Leipzig' },
  items: [
    {
      sku: 'lamp',
      title: 'Lamp',
      quantity: 1,
      unitPrice: { amount: '39.00', currency: 'EUR' },
      unitCost: { amount: '12.00', currency: 'EUR' },
    },
  ],
});

async function registerParcel(client: LandfallClient, orderId: string, number: number): Promise<FreshParcel> {
  const trackingNumber = `LFBENCH${String(number).padStart(8, '0')}`;
  const { status, body } = await client.post<{ id: string }>(`/v1/orders/${orderId}/parcels`, {
    trackingNumber,
    carrier: 'dhl',
    originCountry: 'CN',
  });
  if (status !== 201)
    throw new Error(`A parcel was answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
  return { parcelId: body.id, trackingNumber };
}
