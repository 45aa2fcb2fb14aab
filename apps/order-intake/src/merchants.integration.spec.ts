import { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { UnitOfWork } from '@landfall/persistence';
import { createMerchant } from './create-merchant/create-merchant.command.ts';
import { CreateMerchantHandler } from './create-merchant/create-merchant.handler.ts';
import { allScopes } from './create-merchant/scopes.ts';
import { EraseBuyerHandler } from './erase-buyer/erase-buyer.handler.ts';
import {
  actAs,
  asService,
  get,
  merchantId,
  newMerchant,
  orderBody,
  parcelBody,
  personal,
  placeOrder,
  post,
  registerParcel,
  runOrderIntake,
  send,
  service,
} from './order-intake.spec-kit.ts';
import { startTestService } from '@landfall/testing';
import { RevokeApiKeyHandler } from './revoke-api-key/revoke-api-key.handler.ts';

runOrderIntake(startTestService);

describe('another merchant', () => {
  it('finds none of it', async () => {
    const order = await placeOrder();
    const parcel = await registerParcel(order.id);
    const other = await newMerchant();
    await actAs(other);
    for (const id of [order.id, randomUUID(), 'nonsense']) {
      expect(await get(`/v1/orders/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect((await post(`/v1/orders/${id}/cancel`, {})).status).toBe(404);
      expect((await post(`/v1/orders/${id}/parcels`, parcelBody())).status).toBe(404);
    }
    expect((await post(`/v1/parcels/${parcel.id}/tracking-numbers`, parcelBody())).status).toBe(404);
    expect((await get('/v1/orders')).body.data).toEqual([]);
    expect((await asService('GET', `/internal/parcels/${parcel.id}?merchantId=${other}`)).status).toBe(404);
  });

  it('sees no row in the database itself', async () => {
    await registerParcel((await placeOrder()).id);
    await post('/v1/orders', orderBody(), 'k1');
    const tables = [
      'buyer',
      'customer_order',
      'order_item',
      'parcel',
      'parcel_item',
      'parcel_tracking_number',
      'idempotent_request',
    ];
    const other = await newMerchant();
    for (const table of tables) {
      const count = (merchants: string[]) =>
        service.app
          .get(UnitOfWork)
          .run({ pool: 'http', merchants }, async (tx) => (await tx.query(`SELECT 1 FROM ${table}`)).length);
      expect([table, await count([other]), await count([])]).toEqual([table, 0, 0]);
      expect(await count([merchantId])).toBeGreaterThan(0);
    }
  });

  it('cannot be written for', async () => {
    const order = await placeOrder();
    await expect(
      service.app.get(UnitOfWork).run({ pool: 'http', merchants: [await newMerchant()] }, (tx) =>
        tx.query(
          `INSERT INTO parcel (merchant_id, id, order_id, purpose, registered_at, price_minor, goods_cost_minor, goods_cost_assumed)
           VALUES ($1, $2, $3, 'outbound', now(), 0, 0, false)`,
          [merchantId, randomUUID(), order.id],
        ),
      ),
    ).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});

describe('merchants and their keys', () => {
  const verify = (key: string) => asService('POST', '/internal/api-keys/verify', { key });

  it('are made once, and rotated', async () => {
    const [key, next] = [`lf_test_${randomUUID()}`, `lf_test_${randomUUID()}`];
    const handler = service.app.get(CreateMerchantHandler);
    const id = await handler.create({ name: 'Shop', key });
    expect(await handler.create({ name: 'Shop', key })).toBe(id);
    expect(await verify(key)).toMatchObject({
      status: 200,
      body: { merchantId: id, keyId: expect.any(String), scopes: [...allScopes] },
    });
    expect(await handler.create({ name: 'Shop', key: next, id })).toBe(id);
    expect(await service.app.get(RevokeApiKeyHandler).revoke(key)).toBe(true);
    expect(await verify(key)).toMatchObject({ status: 404 });
    expect((await verify(next)).body.merchantId).toBe(id);
    await expect(handler.create({ name: 'Shop', key })).rejects.toThrow('revoked');
    await expect(handler.create({ name: 'Other', key: next, id: randomUUID() })).rejects.toThrow(
      'belongs to',
    );
  });

  it('store no key in the clear', async () => {
    const key = `lf_test_${randomUUID()}`;
    await newMerchant(key);
    const rows = await service.query<{ row: string }>('SELECT t::text AS row FROM order_intake.api_key t');
    expect(rows.some(({ row }) => row.includes(key) || row.includes(Buffer.from(key).toString('hex')))).toBe(
      false,
    );
  });

  it('are made by the command, which prints the id', async () => {
    const id = randomUUID();
    const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await createMerchant(service.app, ['--name', 'Demo', '--key', `lf_demo_${id}`, '--id', id]);
      expect(printed.mock.calls.map(([text]) => text)).toEqual([`${id}\n`]);
    } finally {
      printed.mockRestore();
    }
    for (const wrong of [
      [],
      ['--name', 'x', '--key', 'short'],
      ['--name', 'x', '--key', 'k'.repeat(20), '--id', '1'],
    ])
      await expect(createMerchant(service.app, wrong)).rejects.toThrow('--');
  });

  it('are for services only', async () => {
    for (const [method, path, body] of [
      ['POST', '/internal/api-keys/verify', { key: 'x' }],
      ['POST', '/internal/buyers/lookup', { merchantId, references: [] }],
      ['GET', `/internal/parcels/${randomUUID()}?merchantId=${merchantId}`, undefined],
    ] as const)
      expect((await send(method, path, body)).status).toBe(403);
  });
});

describe('buyers', () => {
  const lookup = (references: string[], of = merchantId) =>
    asService('POST', '/internal/buyers/lookup', { merchantId: of, references });

  it('are told to services of their merchant, with language and consent', async () => {
    const { buyer } = await placeOrder();
    const { status, body } = await lookup([buyer.id, randomUUID(), 'nonsense']);
    expect(status).toBe(200);
    expect(body.buyers).toEqual([
      {
        reference: buyer.id,
        name: 'Jane Roe',
        email: 'jane@roe.example',
        phone: '+49 30 1234',
        locale: 'de',
        consent: { email: true },
      },
    ]);
    expect((await lookup([buyer.id], await newMerchant())).body.buyers).toEqual([]);
  });

  it('are erased with their key: the order stays', async () => {
    const { id, buyer } = await placeOrder();
    const handler = service.app.get(EraseBuyerHandler);
    expect(await handler.erase(merchantId, buyer.id)).toBe(true);
    expect(await handler.erase(merchantId, buyer.id)).toBe(false);
    expect((await lookup([buyer.id])).body.buyers).toEqual([
      { reference: buyer.id, locale: 'de', consent: { email: true } },
    ]);
    const order = await get(`/v1/orders/${id}`);
    expect(order.status).toBe(200);
    for (const word of personal) expect(JSON.stringify(order.body)).not.toContain(word);
    const rows = await service.query('SELECT wrapped_key, ciphertext FROM order_intake.buyer WHERE id = $1', [
      buyer.id,
    ]);
    expect(rows).toEqual([{ wrapped_key: null, ciphertext: null }]);
  });
});
