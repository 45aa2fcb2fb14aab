import { describe, expect, it } from '@jest/globals';
import { parcelsTopic, quarantineTopic, validateEvent } from '@landfall/contracts';
import { eventually, startTestService } from '@landfall/testing';
import {
  actAs,
  asService,
  eventsOf,
  get,
  merchantId,
  newMerchant,
  pageSecret,
  parcelBody,
  parcels,
  placeOrder,
  post,
  registerParcel,
  runOrderIntake,
  service,
  stateChanged,
  typesOf,
  usd,
  type Json,
} from './order-intake.spec-kit.ts';
import { trackingPageToken } from './parcel/tracking-page-url.ts';

runOrderIntake(startTestService);

describe('registering a parcel', () => {
  it('answers with its link and tells all that others need', async () => {
    const order = await placeOrder();
    const sent = parcelBody({
      items: [{ sku: 'A', quantity: 1 }],
      declaredWeightGrams: 350,
      dimensionsMm: { length: 200, width: 100, height: 50 },
      shippedAt: '2026-03-02T09:00:00+08:00',
      originCountry: 'CN',
    });
    const { status, body } = await post(`/v1/orders/${order.id}/parcels`, sent);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      orderId: order.id,
      purpose: 'outbound',
      trackingNumbers: [{ trackingNumber: sent.trackingNumber, carrier: 'china-post' }],
      trackingPageUrl: `https://track.example/t/${trackingPageToken(body.id, pageSecret)}`,
      routeId: 'my-route',
      dimensionsMm: { length: 200, width: 100, height: 50 },
      items: [{ sku: 'A', quantity: 1 }],
    });
    const [event] = await eventsOf(parcels, [body.id], 1);
    expect(event?.headers).toMatchObject({
      ce_type: 'parcel.registered',
      ce_version: '1',
      ce_merchantid: merchantId,
    });
    const data = {
      parcelId: body.id,
      orderId: order.id,
      externalOrderId: order.externalId,
      marketplace: 'shopify',
      purpose: 'outbound',
      replacesParcelId: null,
      trackingNumbers: body.trackingNumbers,
      routeId: 'my-route',
      originCountry: 'CN',
      destination: { country: 'DE', state: 'BE', city: 'Berlin' },
      placedAt: '2026-03-01T12:00:00.000Z',
      registeredAt: body.registeredAt,
      shippedAt: '2026-03-02T01:00:00.000Z',
      promisedAt: '2026-03-20T00:00:00.000Z',
      promiseSource: 'merchant',
      declaredWeightGrams: 350,
      price: usd('50.00'),
      goodsCost: usd('20.00'),
      goodsCostAssumed: false,
      logisticsCost: null,
      buyerReference: order.buyer.id,
      cancelledAt: null,
    };
    expect(event?.value).toEqual(data);
    expect(validateEvent(parcelsTopic, 'parcel.registered', event?.value)).toMatchObject({ ok: true });
    const inside = await asService('GET', `/internal/parcels/${body.id}?merchantId=${merchantId}`);
    expect(inside).toMatchObject({ status: 200, body: { ...data, version: 1 } });
    expect((await get(`/v1/orders/${order.id}`)).body.parcelIds).toEqual([body.id]);
  });

  it('never counts value twice: each parcel holds what no other does', async () => {
    const { id } = await placeOrder();
    const one = await registerParcel(id, { items: [{ sku: 'A', quantity: 1 }] });
    const rest = await registerParcel(id);
    const none = await registerParcel(id);
    expect(one).toMatchObject({ price: usd('50.00'), goodsCost: usd('20.00'), goodsCostAssumed: false });
    expect(rest.items).toEqual([
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 1 },
    ]);
    expect(rest).toMatchObject({ price: usd('59.99'), goodsCost: usd('24.00'), goodsCostAssumed: true });
    expect(none).toMatchObject({ items: [], price: usd('0.00') });
    const more = await post(`/v1/orders/${id}/parcels`, parcelBody({ items: [{ sku: 'A', quantity: 1 }] }));
    expect(more).toMatchObject({
      status: 422,
      body: { code: 'items_not_available', errors: [{ pointer: '/items/0/quantity' }] },
    });
  });

  it('never counts value twice when parcels come at once', async () => {
    const { id } = await placeOrder();
    const both = await Promise.all([registerParcel(id), registerParcel(id), registerParcel(id)]);
    expect(both.map(({ price }) => price.amount).sort()).toEqual(['0.00', '0.00', '109.99']);
  });

  it('takes a replacement for a parcel of the order only', async () => {
    const { id } = await placeOrder();
    const lost = await registerParcel(id, { items: [{ sku: 'B', quantity: 1 }] });
    const replacement = await registerParcel(id, { purpose: 'replacement', replacesParcelId: lost.id });
    expect(replacement).toMatchObject({ replacesParcelId: lost.id, items: [{ sku: 'B', quantity: 1 }] });
    const stranger = await registerParcel((await placeOrder()).id);
    for (const replacesParcelId of [undefined, stranger.id])
      expect(
        await post(`/v1/orders/${id}/parcels`, parcelBody({ purpose: 'replacement', replacesParcelId })),
      ).toMatchObject({ status: 422, body: { errors: [{ pointer: '/replacesParcelId' }] } });
  });

  it('refuses a number that an active parcel has, however it is written', async () => {
    const [one, other] = [await placeOrder(), await placeOrder()];
    const { trackingNumbers } = await registerParcel(one.id, { trackingNumber: 'LX 9 CN' });
    expect(trackingNumbers[0].trackingNumber).toBe('LX 9 CN');
    const path = `/v1/orders/${other.id}/parcels`;
    const again = await post(path, parcelBody({ trackingNumber: 'lx9cn', carrier: 'China-Post' }));
    expect(again).toMatchObject({ status: 409, body: { code: 'tracking_number_in_use' } });
    expect((await get(`/v1/orders/${other.id}`)).body.parcelIds).toEqual([]);
    await registerParcel(other.id, { trackingNumber: 'LX9CN', carrier: 'yanwen' });
    await actAs(await newMerchant());
    await registerParcel((await placeOrder()).id, { trackingNumber: 'LX9CN' });
  });

  it('has one winner when many want one number at once', async () => {
    const placed = await Promise.all([1, 2, 3, 4].map(() => placeOrder()));
    const sent = parcelBody();
    const answers = await Promise.all(placed.map(({ id }) => post(`/v1/orders/${id}/parcels`, sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('takes the next company’s number', async () => {
    const { id } = await registerParcel((await placeOrder()).id);
    const sent = parcelBody({ carrier: 'usps' });
    const path = `/v1/parcels/${id}/tracking-numbers`;
    const { status, body } = await post(path, sent, 'k1');
    expect(status).toBe(201);
    expect(body.trackingNumbers[1]).toEqual(sent);
    expect((await post(path, sent, 'k1')).body).toEqual(body);
    expect(await post(path, sent)).toMatchObject({ status: 409, body: { code: 'tracking_number_in_use' } });
    const events = await eventsOf(parcels, [id], 2);
    expect(typesOf(events)).toEqual([
      ['parcel.registered', '1'],
      ['parcel.tracking_number_added', '2'],
    ]);
    expect(events[1]?.value).toMatchObject({ parcelId: id, ...sent });
  });
});

describe('the number of a parcel', () => {
  const warningsOf = (body: { warnings: { code: string; pointer: string }[] }) =>
    body.warnings.map(({ code, pointer }) => `${code} ${pointer}`);

  it('with a wrong check digit is taken, and the merchant told, the first time and under its key again', async () => {
    const { id } = await placeOrder();
    const sent = parcelBody({ trackingNumber: 'RR123456784CN' });
    const first = await post(`/v1/orders/${id}/parcels`, sent, 'k2');
    expect(first).toMatchObject({
      status: 201,
      body: { trackingNumbers: [{ trackingNumber: 'RR123456784CN' }] },
    });
    expect(first.body.warnings).toEqual([
      {
        code: 'tracking_number_check_digit',
        pointer: '/trackingNumber',
        detail: expect.stringContaining('china-post'),
      },
    ]);
    expect((await post(`/v1/orders/${id}/parcels`, sent, 'k2')).body).toEqual(first.body);
    const kept = first.body.warnings.map(({ code, detail }: Json) => ({ code, detail }));
    const [event] = await eventsOf(parcels, [first.body.id], 1);
    expect(event?.value).toMatchObject({ trackingNumbers: [{ warnings: kept }] });
    const good = await registerParcel(id, { trackingNumber: 'RR123456785CN' });
    expect(good.warnings).toEqual([]);
    expect(good.trackingNumbers[0]).not.toHaveProperty('warnings');
  });

  it('of another carrier is taken, and the merchant told', async () => {
    const { id } = await registerParcel((await placeOrder()).id);
    const path = `/v1/parcels/${id}/tracking-numbers`;
    const { status, body } = await post(
      path,
      parcelBody({ trackingNumber: '1Z5R89390357567127', carrier: 'usps' }),
    );
    expect([status, warningsOf(body)]).toEqual([201, ['tracking_number_of_another_carrier /carrier']]);
    expect(body.trackingNumbers[1]).toMatchObject({
      trackingNumber: '1Z5R89390357567127',
      carrier: 'usps',
      warnings: [{ code: 'tracking_number_of_another_carrier' }],
    });
    const added = (await eventsOf(parcels, [id], 2))[1];
    expect(added?.value).toMatchObject({ warnings: body.trackingNumbers[1].warnings });
  });

  it('may stand without its carrier, where its format tells it', async () => {
    const parcel = await registerParcel((await placeOrder()).id, {
      trackingNumber: '1Z5R89390357567127',
      carrier: undefined,
    });
    expect(parcel.trackingNumbers).toMatchObject([{ trackingNumber: '1Z5R89390357567127', carrier: 'ups' }]);
    expect(warningsOf(parcel)).toEqual(['carrier_settled /carrier']);
    const [event] = await eventsOf(parcels, [parcel.id], 1);
    expect(event?.value).toMatchObject({ trackingNumbers: parcel.trackingNumbers });
  });

  it('may stand without its carrier, where the merchant’s own numbers tell it', async () => {
    const { id } = await placeOrder();
    const unnamed = parcelBody({ trackingNumber: 'YT2103521272000004', carrier: undefined });
    const refused = await post(`/v1/orders/${id}/parcels`, unnamed);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'carrier_not_recognised', errors: [{ pointer: '/carrier' }] },
    });
    for (const digit of [1, 2, 3])
      await registerParcel(id, { trackingNumber: `yt210352127200000${digit}`, carrier: 'YunExpress' });
    const { status, body } = await post(`/v1/orders/${id}/parcels`, unnamed);
    expect([status, body.trackingNumbers]).toMatchObject([
      201,
      [{ trackingNumber: 'YT2103521272000004', carrier: 'YunExpress' }],
    ]);
    await actAs(await newMerchant());
    const elsewhere = await post(`/v1/orders/${(await placeOrder()).id}/parcels`, unnamed);
    expect(elsewhere.status).toBe(422);
  });

  it('of several carriers is that of the one that delivers to the destination', async () => {
    const number = { trackingNumber: '9261292700768711948021', carrier: undefined };
    const inUs = await placeOrder({ shipTo: { country: 'US' } });
    expect(await post(`/v1/orders/${inUs.id}/parcels`, parcelBody(number))).toMatchObject({
      status: 422,
      body: { errors: [{ detail: expect.stringMatching(/fedex, usps/) }] },
    });
    const parcel = await registerParcel((await placeOrder()).id, number);
    expect(parcel.trackingNumbers[0].carrier).toBe('fedex');
  });
});

describe('a parcel that has ended', () => {
  const endedAs = async (id: string) =>
    (
      await service.query<{ ended_as: string | null }>(
        'SELECT ended_as FROM order_intake.parcel WHERE id = $1',
        [id],
      )
    )[0]?.ended_as;

  it('frees its number and is not cancelled any more', async () => {
    const order = await placeOrder();
    const parcel = await registerParcel(order.id, { trackingNumber: 'AGAIN' });
    await service.publish(
      stateChanged(parcel, 'in_transit', { version: 1, merchantId }),
      stateChanged(parcel, 'delivered', { version: 2, merchantId }),
    );
    await eventually(
      () => endedAs(parcel.id),
      (state) => state === 'delivered',
    );
    const next = await registerParcel((await placeOrder()).id, { trackingNumber: 'AGAIN' });
    expect(next.trackingNumbers[0].trackingNumber).toBe('AGAIN');
    await post(`/v1/orders/${order.id}/cancel`, {});
    const own = await service.query('SELECT cancelled_at FROM order_intake.parcel WHERE id = $1', [
      parcel.id,
    ]);
    expect(own).toEqual([{ cancelled_at: null }]);
  });

  it('as cancelled leaves its items to the next parcel', async () => {
    const order = await placeOrder();
    const parcel = await registerParcel(order.id);
    await service.publish(stateChanged(parcel, 'cancelled', { version: 1, merchantId }));
    await eventually(
      () => endedAs(parcel.id),
      (state) => state === 'cancelled',
    );
    expect(await registerParcel(order.id)).toMatchObject({ price: usd('109.99') });
  });

  it('is not ended by an event in another merchant’s name, which is set aside alone', async () => {
    const quarantine = await service.topics.read(quarantineTopic);
    const parcel = await registerParcel((await placeOrder()).id);
    const neighbour = await registerParcel((await placeOrder()).id);
    await service.publish(
      stateChanged(parcel, 'delivered', { version: 1, merchantId: await newMerchant() }),
      stateChanged(neighbour, 'delivered', { version: 1, merchantId }),
    );
    await quarantine.until((records) =>
      records.some(({ value }) => JSON.stringify(value).includes(parcel.id)),
    );
    await eventually(
      () => endedAs(neighbour.id),
      (state) => state === 'delivered',
    );
    expect(await endedAs(parcel.id)).toBeNull();
  });
});
