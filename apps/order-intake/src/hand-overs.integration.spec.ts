import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { handOversTopic, parcelsTopic, validateEvent } from '@landfall/contracts';
import { deterministicId, outgoing, type OutgoingEvent } from '@landfall/messaging';
import { eventually, startTestService } from '@landfall/testing';
import { mostNumbers } from './follow-hand-overs/judge-hand-over.ts';
import {
  asService,
  eventsOf,
  merchantId,
  newMerchant,
  parcelBody,
  parcels,
  placeOrder,
  post,
  registerParcel,
  runOrderIntake,
  service,
  stateChanged,
  typesOf,
  type Json,
} from './order-intake.spec-kit.ts';

runOrderIntake(startTestService);

let numbers = 0;
const freshNumber = () => `94000000${(numbers += 1)}`;

const handedOver = (
  parcelId: string,
  trackingNumber: string,
  carrier: string | null = 'usps',
  about: { merchantId?: string; version?: number } = {},
): OutgoingEvent =>
  outgoing(
    handOversTopic,
    'tracking.handed_over',
    {
      version: about.version ?? 2,
      merchantId: about.merchantId ?? merchantId,
      id: deterministicId('tracking.handed_over', parcelId, trackingNumber, carrier ?? '', randomUUID()),
    },
    {
      parcelId,
      trackingNumber,
      carrier,
      from: { trackingNumber: 'LZ000000001CN', carrier: 'china-post' },
      source: '17track',
      recordedAt: '2026-03-10T12:00:00Z',
      rawPayloadRef: randomUUID(),
    },
  );

const numbersOf = async (id: string): Promise<Json[]> => {
  const { status, body } = await asService('GET', `/internal/parcels/${id}?merchantId=${merchantId}`);
  expect(status).toBe(200);
  return body.trackingNumbers;
};
const left = async (): Promise<number> => {
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^landfall_hand_overs_left (\d+)$/mu.exec(metrics)?.[1]);
};

describe('a hand-over', () => {
  it('gives its parcel the next company’s number, once', async () => {
    const parcel = await registerParcel((await placeOrder()).id);
    const number = freshNumber();
    await service.publish(
      handedOver(parcel.id, number),
      handedOver(parcel.id, number),
      // Another sender calls the company otherwise.
      handedOver(parcel.id, number, 'united-states-postal-service'),
    );
    const after = freshNumber();
    await service.publish(handedOver(parcel.id, after));
    const events = await eventsOf(parcels, [parcel.id], 3);
    expect(typesOf(events)).toEqual([
      ['parcel.registered', '1'],
      ['parcel.tracking_number_added', '2'],
      ['parcel.tracking_number_added', '3'],
    ]);
    expect(events[1]?.value).toMatchObject({ parcelId: parcel.id, trackingNumber: number, carrier: 'usps' });
    expect(validateEvent(parcelsTopic, 'parcel.tracking_number_added', events[1]?.value)).toMatchObject({
      ok: true,
    });
    expect(await numbersOf(parcel.id)).toMatchObject([
      parcel.trackingNumbers[0],
      { trackingNumber: number, carrier: 'usps' },
      { trackingNumber: after, carrier: 'usps' },
    ]);
  });

  it('to a company that is not named is followed where its number tells the company', async () => {
    const parcel = await registerParcel((await placeOrder({ shipTo: { country: 'US' } })).id);
    const before = await left();
    await service.publish(
      handedOver(parcel.id, 'LOC001', null),
      // FedEx' and the post's at once.
      handedOver(parcel.id, '9261292700768711948021', null),
      handedOver(parcel.id, 'RR123456785CN', null),
    );
    await eventsOf(parcels, [parcel.id], 2);
    expect(await numbersOf(parcel.id)).toMatchObject([
      parcel.trackingNumbers[0],
      {
        trackingNumber: 'RR123456785CN',
        carrier: 'china-post',
        warnings: [{ code: 'carrier_settled' }],
      },
    ]);
    expect(await left()).toBe(before + 2);
  });

  it('is left, and counted, where its parcel cannot have the number', async () => {
    const taken = await registerParcel((await placeOrder()).id, {
      trackingNumber: freshNumber(),
      carrier: 'usps',
    });
    const order = await placeOrder();
    const cancelled = await registerParcel(order.id);
    await post(`/v1/orders/${order.id}/cancel`, {});
    const ended = await registerParcel((await placeOrder()).id);
    await service.publish(stateChanged(ended, 'delivered', { version: 1, merchantId }));
    await eventually(
      () =>
        service.query('SELECT FROM order_intake.parcel WHERE id = $1 AND ended_at IS NOT NULL', [ended.id]),
      (rows) => rows.length === 1,
    );
    const full = await registerParcel((await placeOrder()).id);
    for (let count = 1; count < mostNumbers; count += 1)
      await post(`/v1/parcels/${full.id}/tracking-numbers`, parcelBody());
    const other = await registerParcel((await placeOrder()).id);
    const before = await left();
    const anothers = await newMerchant();
    await service.publish(
      handedOver(other.id, taken.trackingNumbers[0].trackingNumber),
      handedOver(cancelled.id, freshNumber()),
      handedOver(ended.id, freshNumber()),
      handedOver(full.id, freshNumber()),
      handedOver(other.id, 'N/A'),
      handedOver(other.id, freshNumber(), 'usps', { merchantId: anothers }),
      handedOver(randomUUID(), freshNumber()),
    );
    await eventually(left, (count) => count === before + 7);
    for (const parcel of [other, cancelled, ended])
      expect(await numbersOf(parcel.id)).toEqual(parcel.trackingNumbers);
    expect(await numbersOf(full.id)).toHaveLength(mostNumbers);
  });

  it('leaves the parcel free to be told of by its merchant, and the number free for another when it ends', async () => {
    const parcel = await registerParcel((await placeOrder()).id);
    const number = freshNumber();
    await service.publish(handedOver(parcel.id, number));
    await eventsOf(parcels, [parcel.id], 2);
    const sent = { trackingNumber: number, carrier: 'USPS' };
    const order = await placeOrder();
    expect(await post(`/v1/orders/${order.id}/parcels`, sent)).toMatchObject({
      status: 409,
      body: { code: 'tracking_number_in_use' },
    });
    await service.publish(stateChanged(parcel, 'delivered', { version: 1, merchantId }));
    await eventually(
      () => post(`/v1/orders/${order.id}/parcels`, sent),
      ({ status }) => status === 201,
    );
  });
});
