import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parcelsTopic, trackingEventsTopic } from '@landfall/contracts';
import { outgoing } from '@landfall/messaging';
import { startTestService, type TestService } from '@landfall/testing';
import { carrierTracking } from './carrier-tracking.service.ts';
import { parcelRegistered } from './testing.spec-kit.ts';

const now = '2027-03-10T12:00:00Z';
const merchantId = randomUUID();
let service: TestService;
let events: Awaited<ReturnType<TestService['topics']['read']>>;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { now: new Date(now) });
  events = await service.topics.read(trackingEventsTopic);
});
afterAll(() => service.close());

const send = async (path: string, body: unknown) => {
  const answer = await fetch(`${service.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await service.tokenOf(merchantId, ['tracking:write'])}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(202);
};

const scan = (trackingNumber: string, carrier: string, milestone: string, occurredAt: string) => ({
  trackingNumber,
  carrier,
  milestone,
  occurredAt,
});

it('scans of a year ago reach the parcel of their order, by each edge and number, whatever comes first', async () => {
  const parcelId = randomUUID();
  await send('tracking-events/batch', [
    scan('PAST1CN', 'yanwen', 'label_created', '2025-06-01T00:00:00+08:00'),
    scan('PAST1CN', 'yanwen', 'picked_up', '2026-03-06T10:00:00+08:00'),
  ]);
  await service.publish(
    parcelRegistered(merchantId, {
      parcelId,
      trackingNumbers: [{ trackingNumber: 'PAST1CN', carrier: 'yanwen' }],
      placedAt: '2026-03-04T00:00:00Z',
      registeredAt: now,
    }),
    outgoing(
      parcelsTopic,
      'parcel.tracking_number_added',
      { version: 2, merchantId },
      {
        parcelId,
        trackingNumber: 'PAST1US',
        carrier: 'usps',
        addedAt: now,
        placedAt: '2026-03-04T00:00:00Z',
      },
    ),
  );
  await send('tracking-events/batch', [
    scan('PAST1US', 'usps', 'arrived_at_delivery_depot', '2026-03-18T10:00:00-05:00'),
  ]);
  await send('epcis/capture', [
    {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      eventTime: '2026-03-19T10:00:00-05:00',
      eventTimeZoneOffset: '-05:00',
      epcList: ['https://acme.example/carriers/usps/obj/PAST1US'],
      bizStep: 'receiving',
      disposition: 'dispensed',
    },
  ]);
  const told = (records: readonly { key: string | null; value: unknown }[]) =>
    records
      .filter(({ key }) => key === parcelId)
      .map(({ value }) => (value as { milestone: string }).milestone);
  const records = await events.until((all) => told(all).includes('delivered') && told(all).length >= 3);
  // The label of another year is another parcel's.
  expect(told(records).toSorted()).toEqual(['arrived_at_delivery_depot', 'delivered', 'picked_up']);
});
