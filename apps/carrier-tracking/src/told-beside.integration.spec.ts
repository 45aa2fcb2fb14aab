import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { handOversTopic, parcelsTopic, trackingEventsTopic, validateEvent } from '@landfall/contracts';
import { outgoing } from '@landfall/messaging';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { carrierTracking } from './carrier-tracking.service.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';

type Reader = Awaited<ReturnType<TestService['topics']['read']>>;

const apiKey = 'a key for tests';
const now = new Date('2026-03-10T12:00:00Z');
const merchantA = randomUUID();
const merchantB = randomUUID();

let service: TestService;
let handOvers: Reader;
let trackingEvents: Reader;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { env: { CARRIER_17TRACK_API_KEY: apiKey }, now });
  handOvers = await service.topics.read(handOversTopic);
  trackingEvents = await service.topics.read(trackingEventsTopic);
});

afterAll(async () => {
  await service.close();
});

let numbers = 0;
const freshNumber = () => `LZ${String((numbers += 1)).padStart(9, '0')}CN`;

const register = async (number: string, merchantId = merchantA): Promise<string> => {
  const parcelId = randomUUID();
  await service.publish(
    parcelRegistered(merchantId, {
      parcelId,
      trackingNumbers: [{ trackingNumber: number, carrier: 'yanwen' }],
    }),
  );
  await settled();
  return parcelId;
};

/** As order-intake tells it. */
const addNumber = (parcelId: string, trackingNumber: string) =>
  service.publish(
    outgoing(
      parcelsTopic,
      'parcel.tracking_number_added',
      { version: 2, merchantId: merchantA },
      { parcelId, trackingNumber, carrier: 'usps', addedAt: '2026-03-05T00:00:00Z' },
    ),
  );

const day = (of: number) => `2026-03-0${of}T10:00:00+08:00`;

/** Scans, the newest first, with what is said of the next company. */
const answer = (number: string, days: number[], next: object = {}, expected?: string) => ({
  number,
  carrier: 190012,
  track_info: {
    misc_info: next,
    time_metrics: { estimated_delivery_date: { from: expected } },
    tracking: {
      providers: [
        {
          events: days.map((of) => ({
            time_iso: day(of),
            sub_status: 'InTransit_Other',
            description: 'x',
            location: 'CN',
            address: { country: 'CN' },
          })),
        },
      ],
    },
  },
});

const push = async (...about: Parameters<typeof answer>) => {
  const body = JSON.stringify({ event: 'TRACKING_UPDATED', data: answer(...about) });
  const sign = createHash('sha256').update(`${body}/${apiKey}`).digest('hex');
  const response = await fetch(`${service.url}/v1/carriers/17track/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', sign },
    body,
  });
  expect(response.status).toBe(202);
};

/** A merchant's own upload of what 17TRACK answered. */
const upload = async (merchantId: string, ...about: Parameters<typeof answer>) => {
  const response = await fetch(`${service.url}/v1/carriers/17track/payloads`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await service.tokenOf(merchantId, ['tracking:write'])}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ code: 0, data: { accepted: [answer(...about)] } }),
  });
  expect(response.status).toBe(202);
};

/** Resolves when all that was sent before has been applied and told. */
const settled = async (): Promise<void> => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
};

const ofParcel = (records: ReadRecord[], parcelId: string) => records.filter(({ key }) => key === parcelId);

/** What has been told of a parcel's way once all was applied, after `scans` scans. */
const toldAfter = async (parcelId: string, scans: number): Promise<ReadRecord[]> => {
  await trackingEvents.until((records) => ofParcel(records, parcelId).length >= scans);
  await settled();
  const [row] = await service.query<{ version: number }>(
    'SELECT version FROM carrier_tracking.tracked_parcel WHERE parcel_id = $1',
    [parcelId],
  );
  const told = (row?.version ?? 0) - scans;
  return ofParcel(await handOvers.until((records) => ofParcel(records, parcelId).length >= told), parcelId);
};

const usps = (number: string) => ({ local_number: number, local_provider: 'USPS' });

describe('a push that names the next company’s number', () => {
  it('tells of it with the first new scan, once, in the payload’s words', async () => {
    const [number, next] = [freshNumber(), freshNumber()];
    const parcelId = await register(number);
    await push(number, [1], usps(next));
    await push(number, [1], usps(next));
    await push(number, [2, 1], usps(next));
    const told = await toldAfter(parcelId, 2);
    expect(told).toHaveLength(1);
    expect(told[0]?.headers).toMatchObject({ ce_type: 'tracking.handed_over', ce_merchantid: merchantA });
    expect(validateEvent(handOversTopic, 'tracking.handed_over', told[0]?.value)).toMatchObject({ ok: true });
    expect(told[0]?.value).toMatchObject({
      parcelId,
      trackingNumber: next,
      carrier: 'usps',
      from: { trackingNumber: number, carrier: 'yanwen' },
      source: '17track',
      recordedAt: now.toISOString(),
    });
  });

  it('tells of it again where the company is named later, and of each further number', async () => {
    const [number, next, last] = [freshNumber(), freshNumber(), freshNumber()];
    const parcelId = await register(number);
    await push(number, [1], { local_number: next });
    await toldAfter(parcelId, 1);
    await push(number, [2, 1], usps(next));
    await toldAfter(parcelId, 2);
    await push(number, [3, 2, 1], usps(last));
    const told = await toldAfter(parcelId, 3);
    expect(told.map(({ value }) => value)).toMatchObject([
      { trackingNumber: next, carrier: null },
      { trackingNumber: next, carrier: 'usps' },
      { trackingNumber: last, carrier: 'usps' },
    ]);
    const versions = told.map(({ headers }) => Number(headers['ce_version']));
    expect(versions).toEqual([2, 4, 6]);
  });

  it('tells nothing of a number that the parcel has, and its scans under that number reach it', async () => {
    const [number, next] = [freshNumber(), freshNumber()];
    const parcelId = await register(number);
    await addNumber(parcelId, next.toLowerCase());
    await settled();
    await push(number, [1], usps(next));
    await push(next, [2], usps(number));
    expect(await toldAfter(parcelId, 2)).toEqual([]);
  });

  it('tells nothing where nothing new is told of its number', async () => {
    const [number, next] = [freshNumber(), freshNumber()];
    const parcelId = await register(number);
    await push(number, [1]);
    await toldAfter(parcelId, 1);
    await push(number, [1], usps(next));
    expect(await toldAfter(parcelId, 1)).toEqual([]);
    await push(number, [2, 1], usps(next));
    expect(await toldAfter(parcelId, 2)).toHaveLength(1);
  });

  it('tells of it when its number is registered after the push, and so of the number after that', async () => {
    const [number, next, last] = [freshNumber(), freshNumber(), freshNumber()];
    await push(number, [2, 1], usps(next));
    await push(next, [3], usps(last));
    await settled();
    const parcelId = await register(number);
    expect(await toldAfter(parcelId, 2)).toHaveLength(1);
    await addNumber(parcelId, next);
    const told = await toldAfter(parcelId, 3);
    expect(told.map(({ value }) => value)).toMatchObject([
      { trackingNumber: next, from: { trackingNumber: number } },
      { trackingNumber: last, from: { trackingNumber: next } },
    ]);
  });

  it('tells each merchant of his parcel, and an upload its own merchant alone', async () => {
    const [number, next, uploaded] = [freshNumber(), freshNumber(), freshNumber()];
    const [ofA, ofB] = [await register(number, merchantA), await register(number, merchantB)];
    await push(number, [1], usps(next));
    await upload(merchantB, number, [2], usps(uploaded));
    const toldB = await toldAfter(ofB, 2);
    expect(toldB.map(({ value }) => value)).toMatchObject([
      { trackingNumber: next },
      { trackingNumber: uploaded },
    ]);
    for (const { headers } of toldB) expect(headers['ce_merchantid']).toBe(merchantB);
    const toldA = await toldAfter(ofA, 1);
    expect(toldA.map(({ value }) => value)).toMatchObject([{ trackingNumber: next }]);
  });
});

describe('a push that says when delivery is expected', () => {
  it('tells so with its newest new scan', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [2, 1], {}, '2026-03-12T18:00:00-05:00');
    await push(number, [2, 1], {}, '2026-03-13');
    await push(number, [4, 3, 2, 1], {}, '2026-03-14');
    await push(number, [5, 4, 3, 2, 1]);
    const told = ofParcel(
      await trackingEvents.until((records) => ofParcel(records, parcelId).length >= 5),
      parcelId,
    );
    for (const { value } of told)
      expect(validateEvent(trackingEventsTopic, 'tracking.milestone_reached', value)).toMatchObject({
        ok: true,
      });
    const expected = told.map(({ value }) => value as { occurredAt: string; carrierEstimate?: string });
    expect(expected.map(({ occurredAt, carrierEstimate }) => [occurredAt, carrierEstimate])).toEqual([
      [day(1), undefined],
      [day(2), '2026-03-12T18:00:00-05:00'],
      [day(3), undefined],
      [day(4), '2026-03-14'],
      [day(5), undefined],
    ]);
  });
});
