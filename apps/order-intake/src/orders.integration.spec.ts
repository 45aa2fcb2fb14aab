import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ordersTopic, validateEvent } from '@landfall/contracts';
import {
  actAs,
  actAsNobody,
  eventsOf,
  get,
  merchantId,
  orderBody,
  orders,
  parcelBody,
  parcels,
  personal,
  placeOrder,
  post,
  registerParcel,
  runOrderIntake,
  service,
  typesOf,
  usd,
  type Json,
} from './order-intake.spec-kit.ts';
import { startTestService } from '@landfall/testing';

runOrderIntake(startTestService);

describe('placing an order', () => {
  it('answers with the order, which GET and the list show whole', async () => {
    const sent = orderBody();
    const { status, body } = await post('/v1/orders', sent);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      externalId: sent.externalId,
      status: 'open',
      placedAt: '2026-03-01T12:00:00.000Z',
      shipTo: { country: 'DE', state: 'BE', city: 'Berlin' },
      items: [
        { sku: 'A', quantity: 2, unitPrice: usd('50.00') },
        { sku: 'B', unitCost: null },
      ],
      parcelIds: [],
      cancelledAt: null,
    });
    const whole = await get(`/v1/orders/${body.id}`);
    expect(whole.status).toBe(200);
    expect(whole.body).toMatchObject({
      ...body,
      buyer: { ...body.buyer, ...sent.buyer },
      shipTo: sent.shipTo,
      importerTaxId: sent.importerTaxId,
    });
    const listed = await get(`/v1/orders?externalId=${sent.externalId}`);
    expect(listed.body).toEqual({ data: [whole.body], nextCursor: null });
  });

  it('tells of it once, without the person', async () => {
    const body = await placeOrder();
    const [event] = await eventsOf(orders, [body.id], 1);
    expect(event?.headers).toMatchObject({
      ce_type: 'order.placed',
      ce_version: '1',
      ce_merchantid: merchantId,
      ce_source: 'order-intake',
    });
    expect(event?.value).toMatchObject({
      externalId: body.externalId,
      buyerReference: body.buyer.id,
      destination: { country: 'DE', state: 'BE', city: 'Berlin' },
      items: [
        { sku: 'A', quantity: 2, unitPrice: usd('50.00'), unitCost: usd('20.00'), weightGrams: 300 },
        { sku: 'B', quantity: 1, unitCost: null },
      ],
      routeId: 'my-route',
    });
    expect(validateEvent(ordersTopic, 'order.placed', event?.value)).toMatchObject({ ok: true });
    for (const word of personal) expect(JSON.stringify(event)).not.toContain(word);
  });

  it('stores the person encrypted only, under an Idempotency-Key too', async () => {
    await post('/v1/orders', orderBody(), 'k1');
    for (const table of ['customer_order', 'order_item', 'buyer', 'idempotent_request', 'outbox']) {
      const rows = await service.query<{ row: string }>(`SELECT t::text AS row FROM order_intake.${table} t`);
      for (const word of personal) expect(rows.filter(({ row }) => row.includes(word))).toEqual([]);
    }
  });

  it('refuses an externalId that the marketplace has used already, and names the order', async () => {
    const body = await placeOrder();
    const again = await post('/v1/orders', orderBody({ externalId: body.externalId }));
    expect(again.status).toBe(409);
    expect(again.headers.get('content-type')).toContain('application/problem+json');
    expect(again.body).toMatchObject({ code: 'order_exists', status: 409, orderId: body.id });
    await placeOrder({ externalId: body.externalId, marketplace: 'woocommerce' });
  });

  it('has one winner when the same order comes many times at once', async () => {
    const sent = orderBody();
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('/v1/orders', sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(new Set(answers.map(({ body }) => body.orderId ?? body.id)).size).toBe(1);
  });

  it.each<[string, () => [unknown, string?], number, string, string | undefined]>([
    ['an unknown field', () => [orderBody({ color: 'red' })], 400, 'validation_failed', '/color'],
    [
      'a number as text',
      () => [orderBody({ items: [{ sku: 'A', title: 'A', quantity: '2', unitPrice: usd('1') }] })],
      400,
      'validation_failed',
      '/items/0/quantity',
    ],
    ['no items', () => [orderBody({ items: [] })], 400, 'validation_failed', '/items'],
    [
      'prices in another currency',
      () => [orderBody({ currency: 'EUR' })],
      422,
      'money_not_valid',
      '/items/0/unitPrice/currency',
    ],
    ['malformed JSON', () => ['{"externalId": '], 400, 'malformed_json', undefined],
    ['a key with blanks', () => [orderBody(), 'a b'], 400, 'invalid_idempotency_key', undefined],
  ])('refuses %s', async (_what, request, status, code, pointer) => {
    const [body, key] = request();
    const answer = await post('/v1/orders', body, key);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });

  it('needs a token with the scope', async () => {
    await actAs(merchantId, ['orders:read']);
    expect(await post('/v1/orders', orderBody())).toMatchObject({
      status: 403,
      body: { code: 'missing_scope' },
    });
    actAsNobody();
    expect(await post('/v1/orders', orderBody())).toMatchObject({ status: 401 });
    await actAs(randomUUID());
    expect(await post('/v1/orders', orderBody())).toMatchObject({
      status: 403,
      body: { code: 'unknown_merchant' },
    });
  });
});

describe('an Idempotency-Key', () => {
  it('gives the first answer again and has one effect', async () => {
    const sent = orderBody();
    const first = await post('/v1/orders', sent, 'k1');
    const second = await post('/v1/orders', sent, 'k1');
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await get('/v1/orders')).body.data).toHaveLength(1);
  });

  it('refuses another body', async () => {
    await post('/v1/orders', orderBody(), 'k1');
    expect(await post('/v1/orders', orderBody(), 'k1')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it('has one winner among requests at the same time', async () => {
    const sent = orderBody();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/v1/orders', sent, 'k1')));
    const won = answers.filter(({ status }) => status === 201);
    expect(won.length).toBeGreaterThan(0);
    expect(new Set(won.map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body } of answers)
      if (status !== 201) expect(body).toMatchObject({ status: 409, code: 'idempotency_key_in_progress' });
    expect((await get('/v1/orders')).body.data).toHaveLength(1);
  });

  it('keeps refusals as well', async () => {
    const { externalId, id } = await placeOrder();
    const sent = orderBody({ externalId });
    const first = await post('/v1/orders', sent, 'k1');
    const second = await post('/v1/orders', sent, 'k1');
    expect(second).toMatchObject({ status: 409, body: first.body });
    expect(second.body).toMatchObject({ code: 'order_exists', orderId: id });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('belongs to its path', async () => {
    const [one, other] = [await placeOrder(), await placeOrder()];
    const first = await post(`/v1/orders/${one.id}/cancel`, {}, 'k1');
    const second = await post(`/v1/orders/${other.id}/cancel`, {}, 'k1');
    expect([first.body.id, second.body.id]).toEqual([one.id, other.id]);
  });
});

describe('a batch of orders', () => {
  it('places the good ones, whatever their neighbours are', async () => {
    const known = await placeOrder();
    const [first, last] = [orderBody(), orderBody()];
    const { status, body } = await post('/v1/orders/batch', {
      orders: [
        first,
        orderBody({ currency: 'nonsense' }),
        orderBody({ externalId: known.externalId }),
        'no order',
        orderBody({ currency: 'EUR' }),
        { ...orderBody(), externalId: first.externalId },
        last,
      ],
    });
    expect(status).toBe(207);
    const items: Json[] = body.items;
    expect(items.map(({ index, status: one, error }) => [index, one, error?.code])).toEqual([
      [0, 201, undefined],
      [1, 400, 'validation_failed'],
      [2, 409, 'order_exists'],
      [3, 400, 'validation_failed'],
      [4, 422, 'money_not_valid'],
      [5, 409, 'order_exists'],
      [6, 201, undefined],
    ]);
    expect(items[1].error.errors[0].pointer).toBe('/orders/1/currency');
    expect(items[4].error.errors[0].pointer).toBe('/orders/4/items/0/unitPrice/currency');
    expect(items[2].id).toBe(known.id);
    expect(items[5].id).toBe(items[0].id);
    const stored = await get(`/v1/orders/${items[6].id}`);
    expect(stored.body).toMatchObject({ externalId: last.externalId, buyer: { name: 'Jane Roe' } });
    const told = await eventsOf(orders, [items[0].id, items[6].id], 2);
    expect(told.map(({ key }) => key).sort()).toEqual([items[0].id, items[6].id].sort());
  });

  it('isolates an order that only the database refuses', async () => {
    await service.query(
      `ALTER TABLE order_intake.order_item ADD CONSTRAINT planted CHECK (sku <> 'refused by the database')`,
    );
    const bad = { sku: 'refused by the database', title: 'X', quantity: 1, unitPrice: usd('1') };
    const { body } = await post('/v1/orders/batch', {
      orders: [orderBody(), orderBody({ items: [bad] }), orderBody()],
    });
    await service.query('ALTER TABLE order_intake.order_item DROP CONSTRAINT planted');
    const items: Json[] = body.items;
    expect(items.map(({ status }) => status)).toEqual([201, 500, 201]);
    expect(items[1].error).toMatchObject({ code: 'internal_error' });
    expect(items[1]).not.toHaveProperty('id');
    expect((await get('/v1/orders')).body.data.map(({ id }: Json) => id).sort()).toEqual(
      [items[0].id, items[2].id].sort(),
    );
  });

  it('is replayed under its Idempotency-Key', async () => {
    const sent = { orders: [orderBody(), {}] };
    const first = await post('/v1/orders/batch', sent, 'k1');
    const second = await post('/v1/orders/batch', sent, 'k1');
    expect(second).toMatchObject({ status: 207, body: first.body });
    expect((await get('/v1/orders')).body.data).toHaveLength(1);
  });

  it('keeps its answer, whatever a bad order is called', async () => {
    const bad = { 'a\0b': 1, externalId: '\ud800' };
    const { status, body } = await post('/v1/orders/batch', { orders: [bad, orderBody()] }, 'k-with-nul');
    expect(status).toBe(207);
    expect(body.items).toMatchObject([{ status: 400 }, { status: 201 }]);
  });

  it('takes 500 orders of more than 1 MiB, but no more', async () => {
    const title = 'x'.repeat(500);
    const items = [1, 2, 3, 4, 5].map((sku) => ({ sku: `${sku}`, title, quantity: 1, unitPrice: usd('1') }));
    const many = Array.from({ length: 500 }, () => orderBody({ items }));
    const { status, body } = await post('/v1/orders/batch', { orders: many });
    expect(status).toBe(207);
    expect(body.items.filter((item: Json) => item.status === 201)).toHaveLength(500);
    expect(await post('/v1/orders/batch', { orders: Array(501).fill(1) })).toMatchObject({ status: 413 });

    const seen = new Set<string>();
    let page = await get('/v1/orders?limit=200');
    for (;;) {
      for (const { id } of page.body.data) seen.add(id);
      if (page.body.nextCursor === null) break;
      page = await get(`/v1/orders?limit=200&cursor=${page.body.nextCursor}`);
    }
    expect(seen.size).toBe(500);
  });

  it.each<[unknown, string]>([
    [[], ''],
    [{ orders: {} }, '/orders'],
    [{ orders: [] }, '/orders'],
    [{ orders: [1], 'a/b': 1 }, '/a~1b'],
  ])('refuses %j', async (sent, pointer) => {
    const { status, body } = await post('/v1/orders/batch', sent);
    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('cancelling an order', () => {
  it('tells of the order and of each of its parcels, once', async () => {
    const order = await placeOrder();
    const [one, two] = [await registerParcel(order.id), await registerParcel(order.id)];
    const { status, body } = await post(`/v1/orders/${order.id}/cancel`, {});
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: order.id, status: 'cancelled', cancelledAt: expect.any(String) });
    const again = await post(`/v1/orders/${order.id}/cancel`);
    expect(again).toMatchObject({ status: 200, body: { cancelledAt: body.cancelledAt } });

    const last = await placeOrder();
    await eventsOf(orders, [last.id], 1);
    expect(typesOf(await eventsOf(orders, [order.id], 2))).toEqual([
      ['order.placed', '1'],
      ['order.cancelled', '2'],
    ]);
    for (const { id } of [one, two]) {
      const events = await eventsOf(parcels, [id], 2);
      expect(typesOf(events)).toEqual([
        ['parcel.registered', '1'],
        ['parcel.cancelled', '2'],
      ]);
      expect(events[1]?.value).toEqual({ parcelId: id, orderId: order.id, cancelledAt: body.cancelledAt });
    }
    const path = `/v1/orders/${order.id}/parcels`;
    expect(await post(path, parcelBody())).toMatchObject({ status: 409, body: { code: 'order_cancelled' } });
    await registerParcel(order.id, { purpose: 'return' });
  });

  it('refuses unknown fields', async () => {
    const { id } = await placeOrder();
    expect(await post(`/v1/orders/${id}/cancel`, { why: 'x' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/why' }] },
    });
  });
});
