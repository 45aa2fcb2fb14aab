import { createHash, randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trackingEventsTopic, type DataOf } from '@landfall/contracts';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { v7 } from 'uuid';
import { carrierTracking } from './carrier-tracking.service.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';

type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_reached'>;

const apiKey = 'a key for tests';
const now = new Date('2026-03-10T12:00:00Z');
const merchant = randomUUID();
const stranger = randomUUID();

let service: TestService;
let trackingEvents: Awaited<ReturnType<TestService['topics']['read']>>;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { env: { CARRIER_17TRACK_API_KEY: apiKey }, now });
  trackingEvents = await service.topics.read(trackingEventsTopic);
});
afterAll(() => service.close());

/** A waybill number that no other test uses, with its hyphen. */
const freshWaybill = () => `784-${String(randomInt(1e8)).padStart(8, '0')}`;

const ask = async (path: string, body: unknown, of = merchant) => {
  const answer = await fetch(`${service.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await service.tokenOf(of, ['tracking:read', 'tracking:write'])}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const unit = async (externalId: string, of = merchant): Promise<string> => {
  const { status, body } = await ask('units', { externalId, type: 'mawb', flightOrVoyage: 'CZ3099' }, of);
  expect(status).toBe(201);
  return body['id'] as string;
};

/** A parcel that has been registered, under a number of its own unless told. */
const parcel = async (of = merchant, trackingNumber = `LZ-${randomUUID()}`): Promise<string> => {
  const parcelId = v7();
  await service.publish(
    parcelRegistered(of, { parcelId, trackingNumbers: [{ trackingNumber, carrier: 'yunexpress' }] }),
  );
  await settled();
  return parcelId;
};

const put = async (unitId: string, parcelIds: string[], of = merchant): Promise<void> => {
  expect((await ask(`units/${unitId}/contents`, { parcelIds }, of)).status).toBe(200);
};

/** 17TRACK tells of a number: it departed, and where asked it has arrived as well. */
const push = async (number: string, { arrived = false, carrier = 190012 } = {}): Promise<void> => {
  const event = (sub_status: string, time_iso: string, country: string) => ({
    time_iso,
    time_utc: null,
    time_raw: null,
    description: 'as told',
    location: country,
    stage: null,
    sub_status,
    address: { country, city: null },
  });
  const events = [
    ...(arrived ? [event('InTransit_Arrival', '2026-03-07T09:00:00-05:00', 'US')] : []),
    event('InTransit_Departure', '2026-03-06T22:00:00+08:00', 'CN'),
  ];
  const body = JSON.stringify({
    event: 'TRACKING_UPDATED',
    data: { number, carrier, track_info: { tracking: { providers: [{ events }] } } },
  });
  const sign = createHash('sha256').update(`${body}/${apiKey}`).digest('hex');
  const answer = await fetch(`${service.url}/v1/carriers/17track/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', sign },
    body,
  });
  expect(answer.status).toBe(202);
};

const settled = async (): Promise<void> => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
};

/** How many events each parcel's followers have been told of it. */
const countsOf = async (...parcelIds: string[]): Promise<number[]> => {
  await settled();
  const rows = await service.query<{ parcel_id: string; version: number }>(
    'SELECT parcel_id, version FROM carrier_tracking.tracked_parcel WHERE parcel_id = ANY($1)',
    [parcelIds],
  );
  const versions = new Map(rows.map((row) => [row.parcel_id, row.version]));
  return parcelIds.map((id) => versions.get(id) ?? 0);
};

const told = async (parcelId: string, count: number): Promise<Scan[]> => {
  const own = (records: { key: string | null; value: unknown }[]) =>
    records.filter(({ key }) => key === parcelId).map(({ value }) => value as Scan);
  return own(await trackingEvents.until((records) => own(records).length >= count));
};

describe('a push that names an air waybill', () => {
  it('is told of every parcel in the unit of that number, as what happened to the unit', async () => {
    const waybill = freshWaybill();
    const flight = await unit(`MAWB ${waybill}`);
    const [one, other] = [await parcel(), await parcel()];
    await put(flight, [one, other]);
    await push(waybill);
    await push(waybill, { arrived: true });
    expect(await countsOf(one, other)).toEqual([2, 2]);
    expect(await told(one, 2)).toMatchObject([
      {
        milestone: 'departed_facility',
        occurredAt: '2026-03-06T22:00:00+08:00',
        carrier: 'yanwen',
        source: '17track',
        unitId: flight,
        flightOrVoyage: 'CZ3099',
      },
      { milestone: 'arrived_at_facility', unitId: flight },
    ]);
  });

  it.each([
    ['the sender', (waybill: string) => [waybill.replace('-', ''), waybill]],
    ['the merchant', (waybill: string) => [waybill, waybill.replace('-', ' ')]],
  ])('reaches the unit where only %s writes the hyphen', async (_, spelled) => {
    const [name = '', number = ''] = spelled(freshWaybill());
    const one = await parcel();
    await put(await unit(name), [one]);
    await push(number);
    expect(await countsOf(one)).toEqual([1]);
  });

  it('reaches the units of every merchant who has one of that number, and no other', async () => {
    const waybill = freshWaybill();
    const [mine, his, another] = [
      await unit(waybill),
      await unit(waybill, stranger),
      await unit(freshWaybill()),
    ];
    const [one, other, beside] = [await parcel(), await parcel(stranger), await parcel()];
    await put(mine, [one]);
    await put(his, [other], stranger);
    await put(another, [beside]);
    await push(waybill);
    expect(await countsOf(one, other, beside)).toEqual([1, 1, 0]);
    expect(await told(other, 1)).toMatchObject([{ unitId: his }]);
  });

  it('may come before there is a unit of that number', async () => {
    const waybill = freshWaybill();
    await push(waybill, { arrived: true });
    await settled();
    const one = await parcel();
    await put(await unit(waybill), [one]);
    expect(await countsOf(one)).toEqual([2]);
    await push(waybill, { arrived: true });
    expect(await countsOf(one)).toEqual([2]);
  });

  it('reaches every parcel once where unit, contents and pushes come at the same time', async () => {
    const waybill = freshWaybill();
    const ones = await Promise.all(Array.from({ length: 5 }, () => parcel()));
    const [flight] = await Promise.all([
      unit(waybill),
      push(waybill),
      push(waybill, { arrived: true }),
      service.setClock(now),
    ]);
    await Promise.all([put(flight, ones), push(waybill, { arrived: true }), service.setClock(now)]);
    expect(await countsOf(...ones)).toEqual(ones.map(() => 2));
  });
});

describe("a merchant's own scan of the number of a unit", () => {
  it("is a scan of his unit alone, and of his parcels' in it", async () => {
    const waybill = freshWaybill();
    const [mine, his] = [await unit(waybill), await unit(waybill, stranger)];
    const [one, other] = [await parcel(), await parcel(stranger)];
    await put(mine, [one]);
    await put(his, [other], stranger);
    const event = {
      trackingNumber: waybill,
      carrier: 'China Southern',
      milestone: 'departed_origin_country',
      occurredAt: '2026-03-06T22:00:00+08:00',
    };
    expect((await ask('tracking-events/batch', [event])).status).toBe(202);
    expect(await countsOf(one, other)).toEqual([1, 0]);
    expect(await told(one, 1)).toMatchObject([{ carrier: 'china-southern', unitId: mine }]);
  });
});

describe('a parcel that is registered with the number of its unit', () => {
  it.each([
    ['before the unit was made', ['parcel', 'push', 'unit', 'put']],
    ['and put in before anything was told', ['unit', 'parcel', 'put', 'push']],
    ['after the unit was told of', ['unit', 'push', 'parcel', 'put']],
  ])('hears of each scan once, registered %s', async (_, steps) => {
    const waybill = freshWaybill();
    const own = await parcel();
    let [flight, direct] = ['', ''];
    const doing: Record<string, () => Promise<void>> = {
      parcel: async () => void (direct = await parcel(merchant, waybill)),
      push: () => push(waybill),
      unit: async () => void (flight = await unit(waybill)),
      put: () => put(flight, [own, direct]),
    };
    for (const step of steps) {
      await doing[step]?.();
      await settled();
    }
    await push(waybill, { arrived: true });
    expect(await countsOf(own, direct)).toEqual([2, 2]);
  });

  it('hears of it also where it is not in the unit', async () => {
    const waybill = freshWaybill();
    await unit(waybill);
    const direct = await parcel(merchant, waybill);
    await push(waybill);
    expect(await countsOf(direct)).toEqual([1]);
  });
});
