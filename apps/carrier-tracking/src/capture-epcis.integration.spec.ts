import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trackingEventsTopic } from '@landfall/contracts';
import { epcisDocument, milestones, type EpcisScan } from '@landfall/domain';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { carrierTracking } from './carrier-tracking.service.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';

type Reader = Awaited<ReturnType<TestService['topics']['read']>>;

const now = new Date('2026-03-10T12:00:00Z');
const merchantA = randomUUID();
const merchantB = randomUUID();

let service: TestService;
let trackingEvents: Reader;

beforeAll(async () => {
  service = await startTestService(carrierTracking, { now });
  trackingEvents = await service.topics.read(trackingEventsTopic);
});

afterAll(async () => {
  await service.close();
});

let numbers = 0;
/** A number that no other test uses. */
const freshNumber = () => `EP${String((numbers += 1)).padStart(9, '0')}CN`;

const register = async (trackingNumber: string, merchantId = merchantA, carrier = 'yanwen') => {
  const parcelId = randomUUID();
  await service.publish(
    parcelRegistered(merchantId, { parcelId, trackingNumbers: [{ trackingNumber, carrier }] }),
  );
  return parcelId;
};

const capture = async (body: unknown, headers: Record<string, string> = {}, merchantId = merchantA) => {
  const token = await service.tokenOf(merchantId, ['tracking:write']);
  return fetch(`${service.url}/v1/epcis/capture`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/ld+json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
};

interface Told {
  eventId: string;
  milestone: string;
  leg: string | null;
  reason: string | null;
  occurredAt: string;
  offsetSource: string;
  source: string;
}
const toldOf = (records: ReadRecord[], parcelId: string) =>
  records.filter((record) => record.key === parcelId).map((record) => record.value as Told);
/** What a parcel's followers have been told, once it is `count` events. */
const told = async (parcelId: string, count: number) =>
  toldOf(await trackingEvents.until((records) => toldOf(records, parcelId).length >= count), parcelId);
/** The same, once all that was sent before has been applied and told. */
const toldAfterAll = async (parcelId: string) => {
  await eventually(() => service.setClock(now), await allAppliedOf(service.topics));
  const [row] = await service.query<{ version: number }>(
    'SELECT version FROM carrier_tracking.tracked_parcel WHERE parcel_id = $1',
    [parcelId],
  );
  return row?.version ?? 0;
};

const urlOf = (number: string, carrier = 'yanwen') =>
  `https://acme.example/carriers/${carrier}/obj/${number}`;
const event = (epcList: string[], bizStep = 'departing', more: object = {}) => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: '2026-03-06T02:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList,
  bizStep,
  ...more,
});

describe('a document of EPCIS', () => {
  it("that was exported gives another merchant's parcel the same milestones at the same times", async () => {
    const number = freshNumber();
    const [parcelId, ofOther] = [await register(number, merchantB), await register(number, merchantA)];
    const scans = milestones.map((milestone, index): EpcisScan => {
      const hour = String(index % 24).padStart(2, '0');
      return {
        eventId: randomUUID(),
        revision: 0,
        milestone,
        leg: milestone === 'delayed' ? 'trunk_line' : null,
        reason: milestone === 'delayed' ? 'weather' : null,
        occurredAt: `2026-03-${index < 24 ? '06' : '07'}T${hour}:30:00+08:00`,
        offsetSource: index % 2 === 0 ? 'given' : 'place',
        recordedAt: now.toISOString(),
        place: { country: 'CN', city: 'Shenzhen', facility: null },
        carrier: 'Yanwen',
        trackingNumber: number,
        weightGrams: milestone === 'weighed' ? 350.5 : null,
        proof: milestone === 'delivered' ? { type: 'photo' } : null,
        ...(milestone === 'departed_origin_country' && { unitId: randomUUID() }),
      };
    });
    const document = epcisDocument(scans, {
      base: 'https://elsewhere.example',
      parcelId: randomUUID(),
      orderId: randomUUID(),
      creationDate: now.toISOString(),
    });
    const answer = await capture(document, {}, merchantB);
    expect([answer.status, await answer.json()]).toEqual([202, { accepted: scans.length + 1 }]);

    const shown = ({ milestone, leg, reason, occurredAt, offsetSource }: EpcisScan | Told) => ({
      milestone,
      leg,
      reason,
      occurredAt,
      offsetSource,
    });
    const all = await told(parcelId, scans.length);
    expect(all.map(shown)).toEqual(scans.map(shown));
    expect(all[0]?.source).toBe('epcis');
    expect(all.find(({ milestone }) => milestone === 'weighed')).toMatchObject({ weightGrams: 350.5 });
    expect(all.find(({ milestone }) => milestone === 'delivered')).toMatchObject({
      proof: { type: 'photo' },
    });

    expect((await capture(document, {}, merchantB)).status).toBe(202);
    expect(await toldAfterAll(parcelId)).toBe(scans.length);
    expect(await toldAfterAll(ofOther)).toBe(0);
  });

  it('is taken beside events that are wrong, which are answered where they stand', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    const eventList = [
      event([urlOf(number)]),
      event([urlOf(number)], 'arriving', { eventTime: '2026-03-06' }),
      event(['LZ1CN']),
      7,
      event([urlOf(number)], 'stock_taking'),
    ];
    const answer = await capture({ type: 'EPCISDocument', schemaVersion: '2.0', epcisBody: { eventList } });
    expect(answer.status).toBe(207);
    const at = '/epcisBody/eventList';
    const invalid = { code: 'validation_failed' };
    expect(await answer.json()).toMatchObject({
      items: [
        { index: 0, status: 202, id: expect.any(String) },
        { index: 1, status: 400, error: { ...invalid, errors: [{ pointer: `${at}/1/eventTime` }] } },
        { index: 2, status: 400, error: { ...invalid, errors: [{ pointer: `${at}/2/epcList/0` }] } },
        { index: 3, status: 400, error: { ...invalid, errors: [{ pointer: `${at}/3` }] } },
        { index: 4, status: 202, id: expect.any(String) },
      ],
    });
    expect(await told(parcelId, 1)).toMatchObject([
      { milestone: 'departed_facility', occurredAt: '2026-03-06T10:00:00+08:00', offsetSource: 'given' },
    ]);
    expect(await toldAfterAll(parcelId)).toBe(1);
  });
});

describe('an event of EPCIS', () => {
  it('is one of each parcel that it names, registered before or later', async () => {
    const [first, second] = [freshNumber(), freshNumber()];
    const ofFirst = await register(first);
    const answer = await capture(event([urlOf(first), `https://acme.example/obj/${second}`]));
    expect([answer.status, await answer.json()]).toEqual([202, { accepted: 1 }]);
    await told(ofFirst, 1);
    const ofSecond = await register(second, merchantA, 'a carrier that it does not name');
    expect(await told(ofSecond, 1)).toMatchObject([{ milestone: 'departed_facility' }]);
  });

  it('of an SSCC is of the parcel in whichever spelling it is registered, once', async () => {
    const short = await register('106141412345678908');
    const long = await register('00 1061414 1234567890 8', merchantB);
    for (const merchant of [merchantA, merchantB])
      await capture(event(['urn:epc:id:sscc:0614141.1234567890']), {}, merchant);
    expect(await told(short, 1)).toMatchObject([{ milestone: 'departed_facility' }]);
    expect(await told(long, 1)).toMatchObject([{ milestone: 'departed_facility' }]);
    expect([await toldAfterAll(short), await toldAfterAll(long)]).toEqual([1, 1]);
  });

  it('that is wrong, alone, is refused as a whole', async () => {
    const answer = await capture(event([urlOf(freshNumber())], 'departing', { eventTimeZoneOffset: 'CST' }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/eventTimeZoneOffset' }],
    });
  });
});

describe('the capture of EPCIS', () => {
  it.each<[unknown, number, string]>([
    ['{', 400, 'malformed_json'],
    [{ hello: 1 }, 400, 'not_epcis'],
    [event(Array.from({ length: 10_001 }, (_, index) => urlOf(`TOO${index}`))), 413, 'body_too_large'],
    [event([urlOf('LARGE')], 'departing', { 'x:note': 'x'.repeat(70_000) }), 413, 'body_too_large'],
  ])('refuses what it cannot take', async (body, status, code) => {
    const answer = await capture(body);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  });

  it('needs a key with the scope', async () => {
    const token = await service.tokenOf(merchantA, ['orders:write']);
    const answers = await Promise.all([
      capture([], { authorization: `Bearer ${token}` }),
      capture([], { authorization: '' }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([403, 401]);
  });

  it('answers the same again under one Idempotency-Key, and refuses another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = [event([urlOf(freshNumber())]), 7];
    const [first, again] = [await capture(body, headers), await capture(body, headers)];
    expect([first.status, again.status]).toEqual([207, 207]);
    expect(await again.json()).toEqual(await first.json());
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await capture([], headers)).status).toBe(422);
  });
});
