import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carrierPayloadsTopic, quarantineTopic, trackingEventsTopic } from '@landfall/contracts';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { carrierTracking } from '../carrier-tracking.service.ts';
import { CarrierMappings } from '../carriers/carrier-mappings.ts';
import { allAppliedOf, parcelRegistered } from '../testing.spec-kit.ts';

type Reader = Awaited<ReturnType<TestService['topics']['read']>>;

const now = new Date('2026-03-10T12:00:00Z');
const apiKey = 'a key for tests';
const merchantA = randomUUID();
const merchantB = randomUUID();
const folder = mkdtempSync(join(tmpdir(), 'landfall-mappings-'));
/** A post of our own: its answers name no number. */
const nowherePost = (milestone: string) => `
sender: nowhere-post
format: xml
events: scans.scan[]
event: { time: at, code: code, city: town }
codes: { A: ${milestone} }
zone: Asia/Shanghai
`;

let service: TestService;
let trackingEvents: Reader;
let quarantined: Reader;

beforeAll(async () => {
  writeFileSync(join(folder, 'nowhere-post.yaml'), nowherePost('picked_up'));
  service = await startTestService(carrierTracking, {
    env: { CARRIER_MAPPINGS_DIR: folder, CARRIER_17TRACK_API_KEY: apiKey },
    now,
  });
  trackingEvents = await service.topics.read(trackingEventsTopic);
  quarantined = await service.topics.read(quarantineTopic);
});

afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

let numbers = 0;
/** A number that no other test uses. */
const freshNumber = () => `1Z${String((numbers += 1)).padStart(16, '0')}`;

const upsPackage = (trackingNumber: string, code: string, date = '20260305') => ({
  trackingNumber,
  activity: [
    {
      date,
      time: '101500',
      gmtOffset: '-05:00',
      status: { code, type: 'I', description: `${code} as told to Jane Roe` },
      location: { address: { city: 'Louisville', countryCode: 'US' } },
    },
  ],
});
const upsAnswer = (...packages: object[]) =>
  JSON.stringify({ trackResponse: { shipment: [{ package: packages }] } });

const register = async (trackingNumber: string, carrier: string, merchantId = merchantA): Promise<string> => {
  const parcelId = randomUUID();
  const event = parcelRegistered(merchantId, { parcelId, trackingNumbers: [{ trackingNumber, carrier }] });
  await service.publish(event);
  return parcelId;
};

interface Posted {
  merchantId?: string;
  scopes?: string[];
  headers?: Record<string, string>;
}

const post = async (
  path: string,
  body: string | Buffer,
  { merchantId = merchantA, scopes = ['tracking:write'], headers = {} }: Posted = {},
) =>
  fetch(`${service.url}/v1/carriers/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await service.tokenOf(merchantId, scopes)}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });

/** A signed push of 17TRACK's with one event for each code, an hour apart. */
const push = async (number: string, codes: string[]): Promise<void> => {
  const events = codes.map((sub_status, hour) => ({
    time_iso: `2026-03-06T0${hour}:00:00Z`,
    sub_status,
    address: { country: 'US' },
  }));
  const body = JSON.stringify({
    event: 'TRACKING_UPDATED',
    data: { number, carrier: 100002, track_info: { tracking: { providers: [{ events }] } } },
  });
  const answer = await fetch(`${service.url}/v1/carriers/17track/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      sign: createHash('sha256').update(`${body}/${apiKey}`).digest('hex'),
    },
    body,
  });
  expect(answer.status).toBe(202);
};

interface Accepted {
  payloads: { id: string; trackingNumber: string | null }[];
}

const accepted = async (answer: Response): Promise<Accepted> => {
  expect(answer.status).toBe(202);
  return (await answer.json()) as Accepted;
};

interface Told {
  milestone: string;
  occurredAt: string;
  offsetSource: string;
  carrier: string;
  source: string;
  place: object | null;
}

const toldOf = (records: ReadRecord[], parcelId: string) =>
  records.filter((record) => record.key === parcelId).map((record) => record.value as Told);

const told = async (parcelId: string, count: number) =>
  toldOf(await trackingEvents.until((records) => toldOf(records, parcelId).length >= count), parcelId);

/** Resolves when all that was sent before has been applied and told. */
const settled = async (): Promise<void> => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
};

/** How many events have been told of a parcel, by the version of its row. */
const eventsOf = async (parcelId: string): Promise<number | undefined> => {
  await settled();
  const [row] = await service.query<{ version: number }>(
    'SELECT version FROM carrier_tracking.tracked_parcel WHERE parcel_id = $1',
    [parcelId],
  );
  return row?.version;
};

const reasonOf = async (payloadId: string): Promise<string | undefined> => {
  const isIt = (record: ReadRecord) => (record.value as { ceId: string }).ceId === payloadId;
  const [record] = (await quarantined.until((records) => records.some(isIt))).filter(isIt);
  return (record?.value as { reason: string } | undefined)?.reason;
};

describe("a carrier's own answer", () => {
  it('reaches the parcels of the caller, each once, and nobody else', async () => {
    const [first, second] = [freshNumber(), freshNumber()];
    const [one, two, ofB] = [
      await register(first, 'UPS'),
      await register(second, 'UPS'),
      await register(first, 'UPS', merchantB),
    ];
    const body = upsAnswer(upsPackage(first, 'DP'), upsPackage(second, 'KB'));
    const { payloads } = await accepted(await post('ups/payloads', body));
    expect(payloads).toEqual([
      { id: expect.any(String), trackingNumber: first },
      { id: expect.any(String), trackingNumber: second },
    ]);
    expect(await accepted(await post('UPS/payloads', body))).toEqual({ payloads });
    expect(await told(one, 1)).toMatchObject([
      {
        milestone: 'departed_facility',
        occurredAt: '2026-03-05T10:15:00-05:00',
        carrier: 'UPS',
        source: 'ups',
      },
    ]);
    expect(await told(two, 1)).toMatchObject([{ milestone: 'delivered' }]);
    expect([await eventsOf(one), await eventsOf(two), await eventsOf(ofB)]).toEqual([1, 1, 0]);
  });

  it('is split, so that what is kept of one number has nothing of another', async () => {
    const [first, second] = [freshNumber(), freshNumber()];
    await accepted(await post('ups/payloads', upsAnswer(upsPackage(first, 'DP'), upsPackage(second, 'DP'))));
    const payloads = await service.topics.read(carrierPayloadsTopic);
    const keys = [`ups/${first}`, `ups/${second}`];
    const records = (
      await payloads.until((all) => keys.every((key) => all.some((one) => one.key === key)))
    ).filter((record) => keys.includes(record.key ?? ''));
    expect(records.map((record) => record.key).sort()).toEqual(keys);
    expect(JSON.stringify(records)).not.toContain('Jane Roe');
  });

  it('may be XML', async () => {
    const number = `7${freshNumber().slice(3)}`;
    const parcelId = await register(number, 'Canada Post');
    const occurrence = `<occurrence><event-identifier>1498</event-identifier><event-date>2026-03-05</event-date>
      <event-time>10:20:30</event-time><event-time-zone>EST</event-time-zone><event-site>OTTAWA</event-site>
      <event-province>ON</event-province></occurrence>`;
    const xml = `<?xml version="1.0"?><tracking-detail><pin>${number}</pin>
      <significant-events>${occurrence}</significant-events></tracking-detail>`;
    await accepted(
      await post('canadapost/payloads', xml, { headers: { 'content-type': 'application/xml' } }),
    );
    expect(await told(parcelId, 1)).toMatchObject([
      {
        milestone: 'delivered',
        occurredAt: '2026-03-05T10:20:30-05:00',
        place: { country: 'CA', city: 'OTTAWA' },
      },
    ]);
  });

  it('in another encoding, of a carrier who names no number, is read as what it is', async () => {
    const number = freshNumber();
    const parcelId = await register(number, 'nowhere-post');
    const before = Buffer.from('<scans><scan><at>2026-03-05 10:20:30</at><code>A</code><town>');
    // Beijing in GBK.
    const body = Buffer.concat([
      before,
      Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]),
      Buffer.from('</town></scan></scans>'),
    ]);
    const headers = { 'content-type': 'application/xml; charset=gbk' };
    await accepted(await post(`nowhere-post/payloads?trackingNumber=${number}`, body, { headers }));
    expect(await told(parcelId, 1)).toMatchObject([
      {
        milestone: 'picked_up',
        occurredAt: '2026-03-05T10:20:30+08:00',
        offsetSource: 'carrier',
        place: { city: '北京' },
      },
    ]);
    const nameless = await post('nowhere-post/payloads', body, { headers });
    expect(nameless.status).toBe(400);
    expect(await nameless.json()).toMatchObject({ errors: [{ pointer: '/trackingNumber' }] });
  });

  it('that tells no tracking is kept, and nothing is set aside', async () => {
    const { payloads } = await accepted(await post('ups/payloads', '{"response":{"errors":[{"code":"X"}]}}'));
    expect(payloads).toEqual([{ id: expect.any(String), trackingNumber: null }]);
    await settled();
    const records = await quarantined.until(() => true);
    expect(records.map((record) => (record.value as { ceId: string }).ceId)).not.toContain(payloads[0]?.id);
  });

  it('that cannot be understood is kept and set aside with the reason', async () => {
    const { payloads } = await accepted(await post('ups/payloads', '{"hello":"Jane Roe"}'));
    expect(await reasonOf(payloads[0]?.id ?? '')).toBe('no_tracking_number');
  });

  it.each([
    ['malformed_json', 'ups', '{"trackResponse":', {}],
    ['too_deep', 'ups', '['.repeat(100) + ']'.repeat(100), {}],
    ['wrong_encoding', 'ups', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}],
    ['unknown_encoding', 'ups', '{}', { 'content-type': 'application/json; charset=klingon' }],
    ['malformed_xml', 'canada-post', '<a><b></a>', {}],
    ['doctype_refused', 'canada-post', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {}],
  ])('is refused as %s where nobody could read it', async (code, carrier, body, headers) => {
    const answer = await post(`${carrier}/payloads`, body, { headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, code, detail: expect.any(String) });
  });

  it('is refused over 1 MiB, without a key, without the scope, and of a carrier nobody knows', async () => {
    expect((await post('ups/payloads', JSON.stringify('x'.repeat(1024 * 1024)))).status).toBe(413);
    expect(
      (await fetch(`${service.url}/v1/carriers/ups/payloads`, { method: 'POST', body: '{}' })).status,
    ).toBe(401);
    expect((await post('ups/payloads', '{}', { scopes: ['orders:write'] })).status).toBe(403);
    const unknown = await post('no-such-post/payloads', '{}');
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      code: 'unknown_carrier',
      detail: expect.stringMatching(/17track.*canada-post.*nowhere-post.*ups/),
    });
  });

  it('is answered the same again under one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = upsAnswer(upsPackage(freshNumber(), 'DP'));
    const first = await accepted(await post('ups/payloads', body, { headers }));
    const again = await post('ups/payloads', body, { headers });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await accepted(again)).toEqual(first);
    expect((await post('ups/payloads', '{}', { headers })).status).toBe(422);
  });
});

describe("a merchant's own table of codes", () => {
  const override = (sender: string, code: string, reading: object | null) =>
    service.query(
      `INSERT INTO carrier_tracking.mapping_override (merchant_id, sender, code, reading) VALUES ($1, $2, $3, $4)`,
      [merchantB, sender, code, JSON.stringify(reading)],
    );
  const milestones = async (parcelId: string, count: number) =>
    (await told(parcelId, count)).map(({ milestone }) => milestone).sort();

  it('is that by which his uploads are read', async () => {
    const number = freshNumber();
    await override('ups', 'XD', { milestone: 'picked_up', leg: null, reason: null });
    await override('ups', 'IP', null);
    const [ofA, ofB] = [await register(number, 'UPS'), await register(number, 'UPS', merchantB)];
    for (const code of ['XD', 'IP', 'KB'])
      for (const merchantId of [merchantA, merchantB])
        await accepted(await post('ups/payloads', upsAnswer(upsPackage(number, code)), { merchantId }));
    expect(await milestones(ofA, 3)).toEqual(['delivered', 'dropped_off', 'in_transit']);
    expect(await milestones(ofB, 2)).toEqual(['delivered', 'picked_up']);
    expect([await eventsOf(ofA), await eventsOf(ofB)]).toEqual([3, 2]);
  });

  it('is that by which he alone is told of a push, also where he registers the number later', async () => {
    const [number, later] = [freshNumber(), freshNumber()];
    await override('17track', 'INTRANSIT_OTHER', { milestone: 'sorted', leg: null, reason: null });
    await override('17track', 'INTRANSIT_ARRIVAL', null);
    const [ofA, ofB] = [await register(number, 'UPS'), await register(number, 'UPS', merchantB)];
    for (const one of [number, later])
      await push(one, ['InTransit_Other', 'InTransit_Arrival', 'Delivered_Other']);
    expect(await milestones(ofA, 3)).toEqual(['arrived_at_facility', 'delivered', 'in_transit']);
    expect(await milestones(ofB, 2)).toEqual(['delivered', 'sorted']);
    const laterOfB = await register(later, 'UPS', merchantB);
    expect(await milestones(laterOfB, 2)).toEqual(['delivered', 'sorted']);
    expect([await eventsOf(ofB), await eventsOf(laterOfB)]).toEqual([2, 2]);
  });
});

describe("the operator's mapping files", () => {
  const answer = '<scans><scan><at>2026-03-05 10:20:30</at><code>A</code></scan></scans>';
  const milestoneNow = async (): Promise<string | undefined> => {
    const number = freshNumber();
    const parcelId = await register(number, 'nowhere-post');
    await accepted(await post(`nowhere-post/payloads?trackingNumber=${number}`, answer));
    return (await told(parcelId, 1))[0]?.milestone;
  };
  const faults = async () =>
    /^landfall_mapping_file_faults (\d+)$/m.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];

  it('are taken over when they change; a broken one leaves the last in force and shows in the metrics', async () => {
    const mappings = service.app.get(CarrierMappings, { strict: false });
    const file = join(folder, 'nowhere-post.yaml');
    writeFileSync(file, nowherePost('delivered'));
    mappings.refresh();
    expect([await milestoneNow(), await faults()]).toEqual(['delivered', '0']);
    writeFileSync(file, nowherePost('teleported'));
    mappings.refresh();
    expect([await milestoneNow(), await faults()]).toEqual(['delivered', '1']);
    writeFileSync(file, nowherePost('out_for_delivery'));
    mappings.refresh();
    expect([await milestoneNow(), await faults()]).toEqual(['out_for_delivery', '0']);
  });
});
