import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { startTestService } from '@landfall/testing';
import { csvOf, workbook } from './import-orders/import-orders.spec-kit.ts';
import {
  actAs,
  eventsOf,
  get,
  merchantId,
  orders,
  placeOrder,
  runOrderIntake,
  service,
  send,
  typesOf,
  type Json,
} from './order-intake.spec-kit.ts';

runOrderIntake(startTestService);

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const header = [
  'Order ID',
  'Order date',
  'Customer',
  'E-Mail',
  'Country',
  'Postcode',
  'SKU',
  'Item',
  'Qty',
  'Price',
];
const row = (id: string, changes: Partial<Record<number, string>> = {}): string[] =>
  [id, '2026-03-01 14:05', 'Jane Roe', 'jane@roe.example', 'DE', '10999', 'LAMP', 'Lamp', '2', '12.50'].map(
    (text, index) => changes[index] ?? text,
  );
const query = '?marketplace=my-shop&currency=EUR&timeZone=Asia/Shanghai';

const upload = async (file: string | Buffer, path = query, headers: Record<string, string> = {}) => {
  const response = await fetch(`${service.url}/v1/orders/imports${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await service.tokenOf(merchantId, ['orders:write'])}`,
      'content-type': typeof file === 'string' ? 'text/csv; charset=utf-8' : xlsx,
      ...headers,
    },
    body: typeof file === 'string' ? file : new Uint8Array(file),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
};

describe('a file of orders', () => {
  it('places the good ones and names row and column of what is wrong with the others', async () => {
    const [one, two, known] = [randomUUID(), randomUUID(), randomUUID()];
    const there = await placeOrder({ externalId: known, marketplace: 'my-shop' });
    const file = csvOf([
      header,
      row(one),
      row(two, { 9: '1,234' }),
      row(one, { 6: 'BULB', 7: 'Bulb', 8: '4', 9: '1.20' }),
      row(known),
    ]);
    const { status, body } = await upload(file);
    expect(status).toBe(207);
    expect(body).toMatchObject({
      placed: 1,
      existing: 1,
      refused: 1,
      columns: { externalId: 'Order ID', unitPrice: 'Price' },
      ignoredColumns: [],
      items: [
        { index: 0, rows: [2, 4], externalId: one, status: 201 },
        {
          index: 1,
          rows: [3],
          externalId: two,
          status: 400,
          error: { code: 'rows_not_valid', errors: [{ pointer: '/rows/3/Price' }] },
        },
        { index: 2, rows: [5], status: 409, id: there.id, error: { code: 'order_exists' } },
      ],
    });
    expect(body.items[1].error.errors[0].detail).toContain('row 3, column "Price"');
    const order = await get(`/v1/orders/${body.items[0].id}`);
    expect(order.body).toMatchObject({
      externalId: one,
      placedAt: '2026-03-01T06:05:00.000Z',
      buyer: { name: 'Jane Roe', email: 'jane@roe.example' },
      shipTo: { country: 'DE', postalCode: '10999' },
      items: [
        { sku: 'LAMP', quantity: 2, unitPrice: { amount: '12.50', currency: 'EUR' } },
        { sku: 'BULB', quantity: 4 },
      ],
    });
    expect(typesOf(await eventsOf(orders, [body.items[0].id], 1))).toEqual([['order.placed', '1']]);
  });

  it('that comes twice makes no second order', async () => {
    const ids = Array.from({ length: 600 }, () => randomUUID());
    const file = csvOf([header, ...ids.map((id) => row(id))]);
    expect((await upload(file)).body).toMatchObject({ placed: 600, existing: 0, refused: 0 });
    expect((await upload(file)).body).toMatchObject({ placed: 0, existing: 600, refused: 0 });
    const key = { 'idempotency-key': 'k1' };
    const first = await upload(file, query, key);
    const again = await upload(file, query, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(await upload(`${file}\r\n`, query, key)).toMatchObject({ status: 422 });
    const [count] = await service.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM order_intake.customer_order WHERE merchant_id = $1',
      [merchantId],
    );
    expect(count).toEqual({ count: 600 });
  });

  it('may be a workbook', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const date = { value: 46082.5, format: 'yyyy-mm-dd hh:mm' };
    const cells = (id: string, price: object) => [
      id,
      date,
      'Jane Roe',
      '',
      '德国',
      { value: 1067, format: '00000' },
      'LAMP',
      'Lamp',
      { value: 2 },
      { value: 12.5, ...price },
    ];
    const { body } = await upload(
      workbook({ Orders: [header, cells(one, {}), cells(two, { formula: '25/2' })] }),
    );
    expect(body).toMatchObject({ placed: 1, refused: 1 });
    expect(body.items[1].error.errors).toMatchObject([{ pointer: '/rows/3/Price' }]);
    const order = await get(`/v1/orders/${body.items[0].id}`);
    expect(order.body).toMatchObject({
      placedAt: '2026-03-01T04:00:00.000Z',
      shipTo: { country: 'DE', postalCode: '01067' },
      items: [{ unitPrice: { amount: '12.50' } }],
    });
  });

  it.each<[string, string, string, number, string, string | undefined]>([
    [
      'an unknown option',
      csvOf([header, row('1')]),
      `${query}&color=red`,
      400,
      'validation_failed',
      '/color',
    ],
    [
      'an unknown zone',
      csvOf([header, row('1')]),
      query.replace('Asia/Shanghai', 'x'),
      400,
      'validation_failed',
      '/timeZone',
    ],
    [
      'a mapping that is none',
      csvOf([header, row('1')]),
      `${query}&mapping=x`,
      400,
      'validation_failed',
      '/mapping',
    ],
    [
      'no column of prices',
      csvOf([header.slice(0, 9), row('1').slice(0, 9)]),
      query,
      400,
      'columns_not_known',
      '/mapping/unitPrice',
    ],
    ['nothing in it', '', query, 400, 'delimiter_not_known', undefined],
    [
      'too many rows',
      `${csvOf([header])}\n${`${csvOf([row('1')])}\n`.repeat(10_001)}`,
      query,
      413,
      'body_too_large',
      undefined,
    ],
  ])('with %s is refused', async (_what, file, path, status, code, pointer) => {
    const answer = await upload(file, path);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });

  it('needs the scope, and other routes still take JSON alone', async () => {
    await actAs(merchantId, ['orders:read']);
    expect(await send('POST', `/v1/orders/imports${query}`, 'x')).toMatchObject({ status: 403 });
    await actAs(merchantId);
    expect(await send('POST', '/v1/orders', 'a,b', { 'content-type': 'text/csv' })).toMatchObject({
      status: 415,
    });
  });
});
