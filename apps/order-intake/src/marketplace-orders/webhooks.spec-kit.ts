import { marketplaces } from '../marketplaces/marketplaces.ts';
import type { Marketplace } from '../marketplaces/marketplace-file.ts';
import { parseWebhook } from '../marketplaces/parse-webhook.ts';
import type { Fact } from './facts.ts';
import { untold, withFact, type MarketplaceOrder } from './marketplace-order.ts';
import { readWebhook } from './read-webhook.ts';
import { wantedOrder, type WantedOrder } from './wanted-order.ts';

/** A webhook as a marketplace sends it. */
export interface SentWebhook {
  topic: string;
  delivery: string;
  triggeredAt?: string;
  payload: object;
}

export const marketplaceOf = (name: string): Marketplace => {
  const found = marketplaces.get(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

let deliveries = 0;
export const webhook = (topic: string, payload: object): SentWebhook => ({
  topic,
  delivery: `delivery-${(deliveries += 1)}`,
  payload,
});

/** An instant on a day in March, so many minutes after noon. */
export const minute = (minutes: number): string =>
  new Date(Date.UTC(2026, 2, 1, 12, minutes)).toISOString().replace('.000Z', '+00:00');

export const shopifyLine = (id: number, changes: object = {}) => ({
  id,
  sku: `SKU-${id}`,
  title: `Thing ${id}`,
  quantity: 2,
  current_quantity: 2,
  grams: 250,
  price: '12.50',
  requires_shipping: true,
  ...changes,
});

export const shopifyOrder = (id: number | string, at: number, changes: object = {}) => ({
  id,
  name: '#1001',
  email: 'jane@roe.example',
  created_at: minute(0),
  updated_at: minute(at),
  cancelled_at: null,
  currency: 'EUR',
  customer_locale: 'de-DE',
  payment_gateway_names: ['shopify_payments'],
  customer: { first_name: 'Jane', last_name: 'Roe' },
  shipping_address: {
    name: 'Jane Roe',
    address1: 'Ritterstr. 7',
    address2: null,
    city: 'Berlin',
    province: 'Berlin',
    zip: '10999',
    country_code: 'DE',
    phone: '+49 30 1234',
  },
  line_items: [shopifyLine(11), shopifyLine(12)],
  fulfillments: [],
  refunds: [],
  ...changes,
});

export const shopifyFulfillment = (
  id: number,
  orderId: number | string,
  at: number,
  numbers: string[],
  changes: object = {},
) => ({
  id,
  order_id: orderId,
  status: 'success',
  created_at: minute(at),
  updated_at: minute(at),
  tracking_company: 'China Post',
  tracking_number: numbers[0] ?? null,
  tracking_numbers: numbers,
  origin_address: { country_code: 'CN' },
  line_items: [{ id: 11, quantity: 2 }],
  ...changes,
});

export const shopifyRefund = (
  id: number,
  orderId: number | string,
  at: number,
  lines: [line: number, quantity: number][],
  amount: string,
) => ({
  id,
  order_id: orderId,
  created_at: minute(at),
  processed_at: minute(at),
  refund_line_items: lines.map(([line, quantity]) => ({ line_item_id: line, quantity })),
  transactions: [{ kind: 'refund', status: 'success', amount, currency: 'EUR' }],
});

export const wooOrder = (id: number, at: number, changes: object = {}) => ({
  id,
  status: 'processing',
  currency: 'EUR',
  date_created_gmt: minute(0).slice(0, 19),
  date_modified_gmt: minute(at).slice(0, 19),
  billing: {
    first_name: 'Jane',
    last_name: 'Roe',
    email: 'jane@roe.example',
    phone: '+49 30 1234',
    address_1: 'Elsewhere 1',
    city: 'Hamburg',
    postcode: '20095',
    country: 'DE',
  },
  shipping: {
    first_name: 'Jane',
    last_name: 'Roe',
    address_1: 'Ritterstr. 7',
    address_2: '',
    city: 'Berlin',
    state: 'DE-BE',
    postcode: '10999',
    country: 'DE',
  },
  payment_method: 'paypal',
  line_items: [
    {
      id: 5,
      name: 'Thing',
      product_id: 93,
      variation_id: 0,
      quantity: 3,
      sku: '',
      total: '50.00',
      price: 16.666666666666668,
    },
  ],
  meta_data: [],
  refunds: [],
  ...changes,
});

export const wooTracking = (...items: object[]) => ({
  meta_data: [
    { id: 1, key: '_other', value: 'text' },
    { id: 2, key: '_wc_shipment_tracking_items', value: items },
  ],
});

const read = new WeakMap<SentWebhook, Fact[]>();

/** What a webhook tells; read once, since properties are held against many orders of the same webhooks. */
const factsOf = (marketplace: Marketplace, sent: SentWebhook): Fact[] => {
  const known = read.get(sent);
  if (known) return known;
  const { topic, delivery, triggeredAt, payload } = sent;
  const kind = marketplace.file.topics[topic];
  if (!kind) throw new Error(`${topic} is not a topic`);
  const parsed = parseWebhook(Buffer.from(JSON.stringify(payload)));
  const about = { kind, shop: 'shop.example', delivery, triggeredAt, payload: parsed };
  const { facts } = readWebhook(marketplace, about);
  read.set(sent, facts);
  return facts;
};

/** What is known after these webhooks, in the order in which they come. */
export const toldBy = (marketplace: Marketplace, sent: readonly SentWebhook[]): MarketplaceOrder =>
  sent.flatMap((one) => factsOf(marketplace, one)).reduce(withFact, untold);

export const wantedAfter = (
  marketplace: Marketplace,
  sent: readonly SentWebhook[],
): WantedOrder | undefined => wantedOrder(toldBy(marketplace, sent));
