import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ordersTopic, parcelsTopic, quarantineTopic, validateEvent } from '@landfall/contracts';
import { startTestService } from '@landfall/testing';
import {
  minute,
  shopifyFulfillment,
  shopifyLine,
  shopifyOrder,
  shopifyRefund,
  webhook,
  wooOrder,
  wooTracking,
  type SentWebhook,
} from './marketplace-orders/webhooks.spec-kit.ts';
import {
  actAs,
  eventsOf,
  get,
  merchantId,
  newMerchant,
  orders,
  parcels,
  placeOrder,
  post,
  registerParcel,
  runOrderIntake,
  service,
  shopifySecrets,
  typesOf,
  type Json,
  type Reply,
} from './order-intake.spec-kit.ts';

runOrderIntake(startTestService);

const secretOfShop = 'the secret of a shop in tests';
const personal = ['Jane', 'roe.example', '+49 30', '10999', 'Ritterstr'];

let domain: string;
let number: number;
/** A number of an order or a carrier that no other test has. */
const fresh = () => (number += 1);
beforeEach(async () => {
  domain = `shop-${randomUUID().slice(0, 8)}.myshopify.com`;
  number = randomInt(1e9, 1e12);
  expect((await post('/v1/marketplaces/shopify/shops', { domain })).status).toBe(201);
});

const sign = (body: string, secret: string) => createHmac('sha256', secret).update(body).digest('base64');

const push = async (marketplace: string, body: string, headers: Record<string, string>): Promise<Reply> => {
  const response = await fetch(`${service.url}/v1/marketplaces/${marketplace}/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

const shopify = (
  { topic, delivery, payload }: SentWebhook,
  { secret = shopifySecrets[0] ?? '', ...headers }: Record<string, string> = {},
): Promise<Reply> => {
  const body = JSON.stringify(payload);
  return push('shopify', body, {
    'x-shopify-hmac-sha256': sign(body, secret),
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': domain,
    'x-shopify-webhook-id': `${delivery} ${domain}`,
    ...headers,
  });
};

const woocommerce = ({ topic, delivery, payload }: SentWebhook, shop: string): Promise<Reply> => {
  const body = JSON.stringify(payload);
  return push('woocommerce', body, {
    'x-wc-webhook-signature': sign(body, secretOfShop),
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-source': `https://${shop}/`,
    'x-wc-webhook-delivery-id': delivery,
  });
};

const orderOf = async (externalId: string): Promise<Json> => {
  const { body } = await get(`/v1/orders?externalId=${encodeURIComponent(externalId)}`);
  expect(body.data.length).toBeLessThanOrEqual(1);
  return body.data[0];
};

/** Parcels of an order that are not cancelled, with their numbers and items, sorted. */
const liveParcels = (orderId: string): Promise<Json[]> =>
  service.query(
    `SELECT array(SELECT n.carrier || ' ' || n.tracking_number FROM order_intake.parcel_tracking_number n
         WHERE n.parcel_id = p.id ORDER BY 1) AS numbers,
       array(SELECT l.external_line_id || ' x ' || i.quantity FROM order_intake.parcel_item i
         JOIN order_intake.order_item l ON l.order_id = p.order_id AND l.position = i.position
         WHERE i.parcel_id = p.id ORDER BY 1) AS items, p.price_minor::int AS price
     FROM order_intake.parcel p WHERE p.order_id = $1 AND p.cancelled_at IS NULL ORDER BY 1`,
    [orderId],
  );

const accepted = async (reply: Promise<Reply>, status = 'applied') =>
  expect(await reply).toMatchObject({ status: 202, body: { status } });

describe('a webhook of Shopify', () => {
  it('makes an order, told once and without the person', async () => {
    const id = fresh();
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    const order = await orderOf(String(id));
    expect(order).toMatchObject({
      marketplace: 'shopify',
      status: 'open',
      placedAt: '2026-03-01T12:00:00.000Z',
      buyer: { name: 'Jane Roe', email: 'jane@roe.example', locale: 'de-DE' },
      shipTo: { country: 'DE', city: 'Berlin', postalCode: '10999', lines: ['Ritterstr. 7'] },
      items: [
        { sku: 'SKU-11', quantity: 2, unitPrice: { amount: '12.50', currency: 'EUR' }, weightGrams: 250 },
        { sku: 'SKU-12' },
      ],
      outcomes: [],
    });
    const [event] = await eventsOf(orders, [order.id], 1);
    expect(event?.headers).toMatchObject({ ce_type: 'order.placed', ce_merchantid: merchantId });
    for (const table of [
      'marketplace_order',
      'customer_order',
      'order_item',
      'buyer',
      'outbox',
      'quarantine',
    ]) {
      const rows = await service.query<{ row: string }>(`SELECT t::text AS row FROM order_intake.${table} t`);
      for (const word of personal) expect(rows.filter(({ row }) => row.includes(word))).toEqual([]);
    }
    for (const word of personal) expect(JSON.stringify(event)).not.toContain(word);
  });

  it('has one effect, however often it is repeated at once', async () => {
    const sent = webhook('orders/create', shopifyOrder(fresh(), 0));
    const answers = await Promise.all(Array.from({ length: 6 }, () => shopify(sent)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 202]);
    expect(answers.map(({ body }) => body.status).sort()).toEqual(['applied', ...Array(5).fill('repeated')]);
    expect((await get('/v1/orders')).body.data).toHaveLength(1);
  });

  it('that comes under another id changes nothing and is not told again', async () => {
    const id = fresh();
    const sent = shopifyOrder(id, 0);
    await accepted(shopify(webhook('orders/create', sent)));
    await accepted(shopify(webhook('orders/updated', sent)));
    await accepted(
      shopify(webhook('orders/updated', shopifyOrder(id, 9, { line_items: [shopifyLine(11)] }))),
    );
    const order = await orderOf(String(id));
    const told = await eventsOf(orders, [order.id], 2);
    expect(typesOf(told)).toEqual([
      ['order.placed', '1'],
      ['order.updated', '2'],
    ]);
    expect(validateEvent(ordersTopic, 'order.updated', told[1]?.value)).toMatchObject({ ok: true });
  });

  it('splits an order into parcels, changes where they go, and tells each once', async () => {
    const id = fresh();
    const [one, other] = [`RR${fresh()}`, `RR${fresh()}`];
    const second = { line_items: [{ id: 12, quantity: 1 }] };
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [one]))), 'kept');
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(22, id, 6, [other], second))));
    const order = await orderOf(String(id));
    expect(await liveParcels(order.id)).toEqual([
      { numbers: [`china-post ${one}`], items: ['11 x 2'], price: 2500 },
      { numbers: [`china-post ${other}`], items: ['12 x 1'], price: 1250 },
    ]);
    await accepted(
      shopify(
        webhook(
          'orders/updated',
          shopifyOrder(id, 9, { shipping_address: { country_code: 'AT', city: 'Wien', name: 'Jane Doe' } }),
        ),
      ),
    );
    const moved = await orderOf(String(id));
    expect(moved).toMatchObject({ shipTo: { country: 'AT', city: 'Wien' }, buyer: { name: 'Jane Doe' } });
    const told = await eventsOf(parcels, moved.parcelIds, 4);
    expect(typesOf(told).sort()).toEqual([
      ['parcel.registered', '1'],
      ['parcel.registered', '1'],
      ['parcel.updated', '2'],
      ['parcel.updated', '2'],
    ]);
    const updated = told.find(({ headers }) => headers['ce_type'] === 'parcel.updated');
    expect(updated?.value).toMatchObject({ destination: { country: 'AT' }, originCountry: 'CN' });
    expect(validateEvent(parcelsTopic, 'parcel.updated', updated?.value)).toMatchObject({ ok: true });
  });

  it('adds the next company’s number, and replaces a wrong one', async () => {
    const id = fresh();
    const [wrong, right, next] = [`RR${fresh()}`, `RR${fresh()}`, `94${fresh()}`];
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [wrong]))));
    await accepted(shopify(webhook('fulfillments/update', shopifyFulfillment(21, id, 6, [right]))));
    const usps = { tracking_company: 'USPS' };
    await accepted(shopify(webhook('fulfillments/update', shopifyFulfillment(21, id, 7, [next], usps))));
    const order = await orderOf(String(id));
    expect(await liveParcels(order.id)).toEqual([
      { numbers: [`china-post ${right}`, `usps ${next}`], items: ['11 x 2'], price: 2500 },
    ]);
    expect(typesOf(await eventsOf(parcels, order.parcelIds, 4))).toEqual(
      expect.arrayContaining([
        ['parcel.registered', '1'],
        ['parcel.cancelled', '2'],
        ['parcel.registered', '1'],
        ['parcel.tracking_number_added', '2'],
      ]),
    );
  });

  it('leaves a parcel alone to which its merchant has added the next company’s number', async () => {
    const id = fresh();
    const [sent, next] = [`RR${fresh()}`, `94${fresh()}`];
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [sent]))));
    const order = await orderOf(String(id));
    const added = { trackingNumber: next, carrier: 'usps' };
    expect((await post(`/v1/parcels/${order.parcelIds[0]}/tracking-numbers`, added)).status).toBe(201);
    await accepted(
      shopify(
        webhook('fulfillments/update', shopifyFulfillment(21, id, 6, [sent], { shipment_status: 'x' })),
      ),
    );
    expect(await liveParcels(order.id)).toEqual([
      { numbers: [`china-post ${sent}`, `usps ${next}`], items: ['11 x 2'], price: 2500 },
    ]);
    expect((await orderOf(String(id))).parcelIds).toEqual(order.parcelIds);
  });

  it('cancels the order and its parcels, also those that are told later', async () => {
    const id = fresh();
    const sent = `RR${fresh()}`;
    await accepted(shopify(webhook('orders/cancelled', shopifyOrder(id, 9, { cancelled_at: minute(9) }))));
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [sent]))));
    const order = await orderOf(String(id));
    expect(order).toMatchObject({ status: 'cancelled' });
    expect(typesOf(await eventsOf(orders, [order.id], 2))).toEqual([
      ['order.placed', '1'],
      ['order.cancelled', '2'],
    ]);
    expect(typesOf(await eventsOf(parcels, order.parcelIds, 2))).toEqual([
      ['parcel.registered', '1'],
      ['parcel.cancelled', '2'],
    ]);
  });

  it('refunds: what was not sent leaves the order, what was is an outcome', async () => {
    const id = fresh();
    await accepted(shopify(webhook('refunds/create', shopifyRefund(31, id, 7, [[12, 2]], '25.00'))), 'kept');
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [`RR${fresh()}`]))));
    await accepted(shopify(webhook('refunds/create', shopifyRefund(32, id, 8, [[11, 1]], '12.50'))));
    expect(await orderOf(String(id))).toMatchObject({
      status: 'open',
      items: [{ sku: 'SKU-11', quantity: 2 }],
      outcomes: [
        {
          kind: 'refund',
          amount: { amount: '25.00', currency: 'EUR' },
          occurredAt: '2026-03-01T12:07:00.000Z',
        },
        {
          kind: 'refund',
          amount: { amount: '12.50', currency: 'EUR' },
          occurredAt: '2026-03-01T12:08:00.000Z',
        },
      ],
    });
  });

  it('belongs to an order that the merchant has placed himself, and to its parcel', async () => {
    const id = fresh();
    const sent = `RR${fresh()}`;
    const own = await placeOrder({
      externalId: String(id),
      currency: 'EUR',
      items: [
        {
          sku: 'SKU-11',
          title: 'Thing',
          quantity: 2,
          unitPrice: { amount: '12.50', currency: 'EUR' },
          unitCost: { amount: '4.00', currency: 'EUR' },
        },
      ],
    });
    const parcel = await registerParcel(own.id, { trackingNumber: sent, carrier: 'China-Post' });
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [sent]))));
    expect(await orderOf(String(id))).toMatchObject({
      id: own.id,
      parcelIds: [parcel.id],
      items: [
        { sku: 'SKU-11', unitCost: { amount: '4.00' } },
        { sku: 'SKU-12', unitCost: null },
      ],
    });
  });

  it('whose number another order’s parcel has is not lost and says so', async () => {
    const taken = `RR${fresh()}`;
    const other = await placeOrder();
    await registerParcel(other.id, { trackingNumber: taken, carrier: 'china-post' });
    const id = fresh();
    const quarantined = await service.topics.read(quarantineTopic);
    await accepted(shopify(webhook('orders/create', shopifyOrder(id, 0))));
    await accepted(shopify(webhook('fulfillments/create', shopifyFulfillment(21, id, 5, [taken]))));
    await accepted(shopify(webhook('fulfillments/update', shopifyFulfillment(21, id, 6, [taken]))));
    const order = await orderOf(String(id));
    expect(order.parcelIds).toEqual([]);
    await accepted(
      shopify(webhook('orders/updated', shopifyOrder(id, 7, { currency: 'XXQ' }))),
      'quarantined',
    );
    const [event, next] = await eventsOf(quarantined, [domain], 2);
    expect(event?.value).toMatchObject({ reason: 'tracking_number_in_use' });
    expect((event?.value as Json).detail).toContain(order.id);
    expect(next?.value).toMatchObject({ reason: 'not_understood' });
  });

  it('that says nothing that can be understood is kept, sealed, with the reason', async () => {
    const quarantined = await service.topics.read(quarantineTopic);
    const sent = webhook('orders/create', shopifyOrder(fresh(), 0, { currency: 'XXQ' }));
    await accepted(shopify(sent), 'quarantined');
    await accepted(shopify(sent), 'repeated');
    const [event] = await eventsOf(quarantined, [domain], 1);
    expect(event?.value).toMatchObject({ reason: 'not_understood', service: 'order-intake' });
    expect((event?.value as Json).detail).toContain('/currency');
    const [kept] = await service.query<{ body: Buffer }>(
      'SELECT body FROM order_intake.quarantine WHERE record_key = $1',
      [domain],
    );
    expect(kept?.body.length).toBeGreaterThan(500);
    for (const word of personal) expect(kept?.body.includes(word)).toBe(false);
  });

  it('that only the database refuses is quarantined, and its neighbours are not', async () => {
    await service.query(
      `ALTER TABLE order_intake.order_item ADD CONSTRAINT planted CHECK (sku <> 'refused by the database')`,
    );
    const lines = { line_items: [shopifyLine(11, { sku: 'refused by the database' })] };
    const [bad, good] = [fresh(), fresh()];
    await accepted(shopify(webhook('orders/create', shopifyOrder(bad, 0, lines))), 'quarantined');
    await service.query('ALTER TABLE order_intake.order_item DROP CONSTRAINT planted');
    await accepted(shopify(webhook('orders/create', shopifyOrder(good, 0))));
    expect(await orderOf(String(bad))).toBeUndefined();
    await accepted(shopify(webhook('orders/updated', shopifyOrder(bad, 1))));
    expect(await orderOf(String(bad))).toMatchObject({ status: 'open' });
  });

  it('ends in one same order, in whatever order the shop’s webhooks come', async () => {
    const story = (id: number, [a, b, c]: [string, string, string]): SentWebhook[] => [
      webhook('orders/create', shopifyOrder(id, 0)),
      webhook(
        'orders/updated',
        shopifyOrder(id, 2, {
          line_items: [shopifyLine(12), shopifyLine(11, { quantity: 3, current_quantity: 3 })],
        }),
      ),
      webhook('fulfillments/create', shopifyFulfillment(21, id, 3, [a])),
      webhook('fulfillments/update', shopifyFulfillment(21, id, 4, [b])),
      webhook(
        'fulfillments/create',
        shopifyFulfillment(22, id, 5, [c], { line_items: [{ id: 11, quantity: 1 }] }),
      ),
      webhook('fulfillments/update', shopifyFulfillment(22, id, 6, [c], { status: 'cancelled' })),
      webhook('refunds/create', shopifyRefund(31, id, 7, [[12, 1]], '12.50')),
      webhook(
        'orders/updated',
        shopifyOrder(id, 8, {
          line_items: [shopifyLine(12), shopifyLine(11, { quantity: 3, current_quantity: 3 })],
          shipping_address: { country_code: 'AT', city: 'Wien' },
        }),
      ),
    ];
    const endOf = async (come: (sent: SentWebhook[]) => SentWebhook[], atOnce = false) => {
      const id = fresh();
      const numbers: [string, string, string] = [`RA${fresh()}`, `RB${fresh()}`, `RC${fresh()}`];
      const coming = come(story(id, numbers));
      if (atOnce)
        for (const reply of await Promise.all(coming.map((sent) => shopify(sent))))
          expect(reply.status).toBe(202);
      else for (const sent of coming) expect((await shopify(sent)).status).toBe(202);
      const { items, status, shipTo, outcomes, ...order } = await orderOf(String(id));
      const sold = items.map(({ sku, quantity }: Json) => `${sku} x ${quantity}`).sort();
      return {
        sold,
        status,
        shipTo,
        outcomes,
        parcels: (await liveParcels(order.id)).map((parcel) => ({
          ...parcel,
          numbers: parcel.numbers.map((text: string) => text.slice(0, 13)),
        })),
      };
    };
    const inOrder = await endOf((sent) => sent);
    expect(inOrder).toMatchObject({
      sold: ['SKU-11 x 3', 'SKU-12 x 1'],
      status: 'open',
      shipTo: { country: 'AT' },
      parcels: [{ items: ['11 x 2'], price: 2500, numbers: ['china-post RB'] }],
    });
    expect(await endOf((sent) => [...sent].reverse())).toEqual(inOrder);
    // All at the same time: each waits for the one that has the order.
    expect(await endOf((sent) => sent, true)).toEqual(inOrder);
    for (const step of [3, 5])
      expect(
        await endOf((sent) => [
          ...sent.map((_, index) => sent[(index * step + 1) % sent.length] ?? sent[0]!),
          ...sent.slice(2, 5),
        ]),
      ).toEqual(inOrder);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['signed by somebody else', { secret: 'somebody else' }, 401, 'bad_signature'],
    ['not signed', { 'x-shopify-hmac-sha256': '' }, 401, 'bad_signature'],
    [
      'of a shop that nobody registered',
      { 'x-shopify-shop-domain': 'nobody.myshopify.com' },
      404,
      'shop_not_registered',
    ],
    ['without an id', { 'x-shopify-webhook-id': '' }, 400, 'missing_header'],
    ['without a topic', { 'x-shopify-topic': '' }, 400, 'missing_header'],
  ])('%s is refused', async (_what, headers, status, code) => {
    const answer = await shopify(webhook('orders/create', shopifyOrder(fresh(), 0)), headers);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('may be signed with the old secret while it is being rotated', async () => {
    const sent = webhook('orders/create', shopifyOrder(fresh(), 0));
    await accepted(shopify(sent, { secret: shopifySecrets[1] ?? '' }));
  });

  it('of another topic is no fault', async () => {
    await accepted(shopify(webhook('products/update', { id: 1 })), 'ignored');
  });

  it('that is not JSON, or too large, is refused', async () => {
    const signed = (body: string) =>
      push('shopify', body, {
        'x-shopify-hmac-sha256': sign(body, shopifySecrets[0] ?? ''),
        'x-shopify-topic': 'orders/create',
        'x-shopify-shop-domain': domain,
        'x-shopify-webhook-id': 'x',
      });
    expect(await signed('{"id": ')).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
    expect(await signed(' '.repeat(4 * 1024 * 1024 + 1))).toMatchObject({ status: 413 });
    expect(await push('ebay', '{}', {})).toMatchObject({ status: 404 });
  });
});

describe('a webhook of WooCommerce', () => {
  let shop: string;
  beforeEach(async () => {
    shop = `${randomUUID().slice(0, 8)}.example/store`;
    const registered = { domain: `https://${shop}/`, secrets: [secretOfShop] };
    expect((await post('/v1/marketplaces/woocommerce/shops', registered)).status).toBe(201);
  });
  const hears = (topic: string, payload: object) => woocommerce(webhook(topic, payload), shop);

  it('places the order once it is paid, with its parcel', async () => {
    const sent = `JD${fresh()}`;
    await accepted(hears('order.created', wooOrder(42, 0, { status: 'pending' })), 'kept');
    await accepted(hears('order.updated', wooOrder(42, 1)));
    const tracking = wooTracking({ tracking_id: 'a', tracking_provider: 'dhl-us', tracking_number: sent });
    await accepted(hears('order.updated', wooOrder(42, 2, { status: 'completed', ...tracking })));
    const order = await orderOf(`${shop}/42`);
    expect(order).toMatchObject({
      marketplace: 'woocommerce',
      items: [{ sku: '93', quantity: 3, unitPrice: { amount: '16.67' } }],
      buyer: { name: 'Jane Roe' },
    });
    expect(await liveParcels(order.id)).toEqual([
      { numbers: [`dhl ${sent}`], items: ['5 x 3'], price: 5001 },
    ]);
  });

  it('is taken where two deliveries of one second have one id', async () => {
    const [one, other] = [webhook('order.updated', wooOrder(1, 0)), webhook('order.updated', wooOrder(2, 0))];
    await accepted(woocommerce(one, shop));
    await accepted(woocommerce({ ...other, delivery: one.delivery }, shop));
    expect((await get('/v1/orders')).body.data).toHaveLength(2);
  });

  it('deletes and restores, and what is restored is followed again', async () => {
    const sent = `JD${fresh()}`;
    const tracking = wooTracking({ tracking_id: 'a', tracking_provider: 'usps', tracking_number: sent });
    await accepted(hears('order.created', wooOrder(42, 0, tracking)));
    await accepted(hears('order.deleted', { id: 42 }));
    const deleted = await orderOf(`${shop}/42`);
    expect(deleted).toMatchObject({ status: 'cancelled' });
    expect(await liveParcels(deleted.id)).toEqual([]);
    await accepted(hears('order.restored', wooOrder(42, 5, tracking)));
    expect(await orderOf(`${shop}/42`)).toMatchObject({ status: 'open', cancelledAt: null });
    expect(await liveParcels(deleted.id)).toHaveLength(1);
    const told = await eventsOf(orders, [deleted.id], 3);
    expect(typesOf(told)).toEqual([
      ['order.placed', '1'],
      ['order.cancelled', '2'],
      ['order.updated', '3'],
    ]);
    expect(told[2]?.value).toMatchObject({ cancelledAt: null });
  });

  it('is answered when it only asks who is there, and needs its own shop’s secret otherwise', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await push('woocommerce', 'webhook_id=7', form)).toMatchObject({
      status: 200,
      body: { status: 'ping' },
    });
    expect(await push('woocommerce', 'webhook_id=7&x=1', form)).toMatchObject({ status: 401 });
    const sent = webhook('order.created', wooOrder(1, 0));
    expect(await woocommerce(sent, 'nobody.example')).toMatchObject({
      status: 401,
      body: { code: 'bad_signature' },
    });
  });
});

describe('a shop', () => {
  it('is registered once, listed, and belongs to one merchant', async () => {
    const again = await post('/v1/marketplaces/shopify/shops', { domain: `https://${domain}` });
    expect(again).toMatchObject({ status: 200, body: { domain, hasSecrets: false } });
    expect(again.body.webhookUrl).toBe('https://track.example/v1/marketplaces/shopify/webhooks');
    expect((await get('/v1/marketplaces/shopify/shops')).body.data).toEqual([again.body]);
    await actAs(await newMerchant());
    expect(await post('/v1/marketplaces/shopify/shops', { domain })).toMatchObject({
      status: 409,
      body: { code: 'shop_registered' },
    });
    expect((await get('/v1/marketplaces/shopify/shops')).body.data).toEqual([]);
  });

  it('may bring its own secret, which is stored sealed and takes the place of the deployment’s', async () => {
    const secrets = ['a secret that only this shop has'];
    await post('/v1/marketplaces/shopify/shops', { domain, secrets }, 'k1');
    const sent = webhook('orders/create', shopifyOrder(fresh(), 0));
    expect(await shopify(sent)).toMatchObject({ status: 401 });
    await accepted(shopify(sent, { secret: secrets[0] ?? '' }));
    for (const table of ['marketplace_shop', 'idempotent_request']) {
      const rows = await service.query<{ row: string }>(`SELECT t::text AS row FROM order_intake.${table} t`);
      expect(rows.filter(({ row }) => row.includes('only this shop'))).toEqual([]);
    }
  });

  it.each<[string, string, object, string]>([
    ['shopify', 'a domain of somebody else', { domain: 'shop.example' }, '/domain'],
    ['woocommerce', 'no secret', { domain: 'shop.example' }, '/secrets'],
    ['woocommerce', 'a short secret', { domain: 'shop.example', secrets: ['short'] }, '/secrets'],
  ])('of %s with %s is refused', async (marketplace, _what, body, pointer) => {
    const answer = await post(`/v1/marketplaces/${marketplace}/shops`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });
});
