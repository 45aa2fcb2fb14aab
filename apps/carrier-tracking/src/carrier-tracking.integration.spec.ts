import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  carrierPayloadsTopic,
  parcelsTopic,
  quarantineTopic,
  trackingEventsTopic,
} from '@landfall/contracts';
import { EventProducer, outgoing } from '@landfall/messaging';
import { SurroundingsError, UnitOfWork } from '@landfall/persistence';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { carrierTracking } from './carrier-tracking.service.ts';
import { CommittedScans } from './ingest-payloads/committed-scans.ts';
import { ForgetScansHandler } from './forget-scans/forget-scans.handler.ts';
import { TrackingNumberStore } from './persistence/tracking-number.store.ts';
import { PayloadKeys } from './payloads/payload-keys.ts';
import { allAppliedOf, parcelRegistered } from './testing.spec-kit.ts';

type Reader = Awaited<ReturnType<TestService['topics']['read']>>;

const apiKey = 'a key for tests';
const now = new Date('2026-03-10T12:00:00Z');
const merchantA = randomUUID();
const merchantB = randomUUID();

let service: TestService;
let trackingEvents: Reader;
let quarantined: Reader;

beforeAll(async () => {
  service = await startTestService(carrierTracking, {
    env: { CARRIER_17TRACK_API_KEY: `${apiKey},the next key` },
    now,
  });
  trackingEvents = await service.topics.read(trackingEventsTopic);
  quarantined = await service.topics.read(quarantineTopic);
});

afterAll(async () => {
  await service.close();
});

let numbers = 0;
/** A number that no other test uses. */
const freshNumber = () => `LZ${String((numbers += 1)).padStart(9, '0')}CN`;

const scan = (sub_status: string, time_iso: string | null, country = 'CN') => ({
  time_iso,
  time_utc: null,
  time_raw: null,
  description: `${sub_status} as told to Jane Roe`,
  location: country,
  stage: null,
  sub_status,
  address: { country, city: null },
});
const pickedUp = scan('InTransit_PickedUp', '2026-03-05T10:00:00+08:00');
const departed = scan('InTransit_Departure', '2026-03-06T22:00:00+08:00');
const delivered = scan('Delivered_Other', '2026-03-09T15:00:00-05:00', 'US');

const pushBody = (number: string, events: object[], carrier = 190012) =>
  JSON.stringify({
    event: 'TRACKING_UPDATED',
    data: {
      number,
      carrier,
      track_info: { latest_status: {}, tracking: { providers: [{ provider: { key: carrier }, events }] } },
    },
  });

const signOf = (body: string, key = apiKey) => createHash('sha256').update(`${body}/${key}`).digest('hex');

const send = (body: string, sign = signOf(body), contentType = 'application/json') =>
  fetch(`${service.url}/v1/carriers/17track/webhooks`, {
    method: 'POST',
    headers: { 'content-type': contentType, sign },
    body,
  });

const push = async (number: string, events: object[], carrier?: number) => {
  const answer = await send(pushBody(number, events, carrier));
  expect(answer.status).toBe(202);
};

interface Registered {
  merchantId?: string;
  parcelId?: string;
  carrier?: string;
  originCountry?: string | null;
}

const register = async (number: string, about: Registered = {}): Promise<string> => {
  const { merchantId = merchantA, parcelId = randomUUID(), carrier = 'yanwen', originCountry = 'CN' } = about;
  await service.publish(
    parcelRegistered(merchantId, {
      parcelId,
      trackingNumbers: number === '' ? [] : [{ trackingNumber: number, carrier }],
      originCountry,
    }),
  );
  return parcelId;
};

interface Told {
  eventId: string;
  milestone: string;
  occurredAt: string;
  recordedAt: string;
  trackingNumber: string;
  carrier: string;
  source: string;
  rawPayloadRef: string;
}
const toldOf = (records: ReadRecord[], parcelId: string) =>
  records.filter((record) => record.key === parcelId).map((record) => record.value as Told);
const milestonesOf = (told: Told[]) => told.map((one) => one.milestone);

/** What a parcel's followers have been told, once it is `count` events. */
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

const upload = async (merchantId: string, body: string, headers: Record<string, string> = {}) => {
  const token = await service.tokenOf(merchantId, ['tracking:write']);
  return fetch(`${service.url}/v1/tracking-events/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body,
  });
};

const item = (trackingNumber: string, milestone = 'weighed', more: object = {}) => ({
  trackingNumber,
  carrier: 'Yanwen',
  milestone,
  occurredAt: '2026-03-05T12:00:00+08:00',
  ...more,
});

describe('a push of 17TRACK', () => {
  it('reaches a parcel that was registered before', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [departed, pickedUp]);
    const [first, second] = await told(parcelId, 2);
    expect([first, second]).toMatchObject([
      {
        milestone: 'picked_up',
        occurredAt: '2026-03-05T10:00:00+08:00',
        recordedAt: now.toISOString(),
        trackingNumber: number,
        carrier: 'yanwen',
        source: '17track',
      },
      { milestone: 'departed_facility' },
    ]);
  });

  it('reaches a parcel that is registered after it', async () => {
    const number = freshNumber();
    await push(number, [departed, pickedUp]);
    await eventually(
      () => service.query('SELECT FROM carrier_tracking.kept_scan WHERE number = $1', [number]),
      (rows) => rows.length === 2,
    );
    const parcelId = await register(`  ${number.toLowerCase()} `);
    expect(milestonesOf(await told(parcelId, 2))).toEqual(['picked_up', 'departed_facility']);
  });

  it('tells of each scan once: twice the same push, the whole history each time', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [pickedUp]);
    await push(number, [pickedUp]);
    await push(number, [departed, pickedUp]);
    await push(number, [delivered, departed, pickedUp]);
    const all = await told(parcelId, 3);
    expect(await eventsOf(parcelId)).toBe(3);
    expect(milestonesOf(all)).toEqual(['picked_up', 'departed_facility', 'delivered']);
    const versions = (await trackingEvents.until(() => true))
      .filter((record) => record.key === parcelId)
      .map((record) => record.headers['ce_version']);
    expect(versions).toEqual(['1', '2', '3']);
  });

  it('reaches every merchant who registered the number, the later ones too, as events of their own', async () => {
    const number = freshNumber();
    const ofA = await register(number);
    await push(number, [pickedUp]);
    await told(ofA, 1);
    const ofB = await register(number, { merchantId: merchantB });
    await told(ofB, 1);
    await push(number, [departed, pickedUp]);
    const [a, b] = [await told(ofA, 2), await told(ofB, 2)];
    expect(milestonesOf(a)).toEqual(milestonesOf(b));
    expect(new Set([...a, ...b].map((one) => one.eventId)).size).toBe(4);
    const merchants = (await trackingEvents.until(() => true))
      .filter((record) => record.key === ofB)
      .map((record) => record.headers['ce_merchantid']);
    expect(merchants).toEqual([merchantB, merchantB]);
  });

  it('reaches its parcel once when push and registration come at the same time', async () => {
    const pairs = Array.from({ length: 40 }, freshNumber);
    const parcels = await Promise.all(
      pairs.map(async (number) => (await Promise.all([register(number), push(number, [pickedUp])]))[0]),
    );
    await settled();
    const rows = await service.query<{ version: number }>(
      'SELECT version FROM carrier_tracking.tracked_parcel WHERE parcel_id = ANY($1)',
      [parcels],
    );
    expect(rows.map((row) => row.version)).toEqual(pairs.map(() => 1));
  });

  it("reaches a number that was added to the parcel later, with the parcel's origin", async () => {
    const number = freshNumber();
    const parcelId = await register('', { originCountry: 'CN' });
    await push(number, [scan('InTransit_CustomsReleased', '2026-03-06T10:00:00+08:00', 'HK')], 21051);
    await service.publish(
      outgoing(
        parcelsTopic,
        'parcel.tracking_number_added',
        { version: 2, merchantId: merchantA },
        { parcelId, trackingNumber: number, carrier: 'usps', addedAt: now.toISOString() },
      ),
    );
    await push(number, [scan('InTransit_CustomsReleased', '2026-03-08T10:00:00-05:00', 'US')], 21051);
    expect(milestonesOf(await told(parcelId, 2)).sort()).toEqual([
      'export_customs_released',
      'import_customs_released',
    ]);
  });

  it('keeps free text off the topic', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [pickedUp]);
    expect(JSON.stringify(await told(parcelId, 1))).not.toContain('Jane Roe');
    const payloads = await service.topics.read(carrierPayloadsTopic);
    const [record] = (
      await payloads.until((records) => records.some((one) => one.key === `yanwen/${number}`))
    ).filter((one) => one.key === `yanwen/${number}`);
    expect(JSON.stringify(record?.value)).not.toContain('Jane Roe');
  });

  it('keeps codes that stand in no table, and loses no scan by them', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [scan('InTransit_Levitating', '2026-03-06T10:00:00+08:00')]);
    expect(milestonesOf(await told(parcelId, 1))).toEqual(['in_transit']);
    expect(
      await service.query(
        'SELECT unmapped_code FROM carrier_tracking.kept_scan WHERE unmapped_code IS NOT NULL AND number = $1',
        [number],
      ),
    ).toEqual([{ unmapped_code: 'INTRANSIT_LEVITATING' }]);
  });

  it('is accepted with either key of a rotation', async () => {
    const body = pushBody(freshNumber(), [pickedUp]);
    expect((await send(body, signOf(body, 'the next key'))).status).toBe(202);
  });

  it('is refused without a signature that holds, before anything else is looked at', async () => {
    const answer = await send('{', signOf('other'));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'bad_signature', status: 401 });
  });

  it.each(['application/json', 'text/plain', 'application/octet-stream'])(
    'is refused when it is no JSON, as %s',
    async (contentType) => {
      const answer = await send('{"event":', undefined, contentType);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'malformed_json' });
    },
  );

  it('is refused over 1 MiB', async () => {
    const body = JSON.stringify({ filler: 'x'.repeat(1024 * 1024) });
    expect((await send(body)).status).toBe(413);
  });

  it('is answered 503 while Kafka does not confirm, and taken once when it is sent again', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    const body = pushBody(number, [pickedUp]);
    const refusing = jest
      .spyOn(service.app.get(EventProducer, { strict: false }), 'send')
      .mockRejectedValueOnce(new SurroundingsError('Kafka did not confirm the write'));
    const [refused, taken, again] = [await send(body), await send(body), await send(body)];
    refusing.mockRestore();
    expect([refused.status, taken.status, again.status]).toEqual([503, 202, 202]);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await again.json()).toEqual(await taken.json());
    expect(milestonesOf(await told(parcelId, 1))).toEqual(['picked_up']);
    expect(await eventsOf(parcelId)).toBe(1);
  });

  it('that stops tracking is accepted and sets nothing aside', async () => {
    const body = JSON.stringify({
      event: 'TRACKING_STOPPED',
      data: { number: freshNumber(), carrier: 3011 },
    });
    const answer = await send(body);
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };
    await settled();
    expect((await quarantined.until(() => true)).map((record) => record.headers['ce_subject'])).not.toContain(
      id,
    );
  });

  it('that cannot be understood is accepted, kept sealed and set aside with the reason', async () => {
    const answer = await send('{"hello":"Jane Roe"}');
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };
    const isIt = (record: ReadRecord) => (record.value as { ceId: string }).ceId === id;
    const [told] = (await quarantined.until((records) => records.some(isIt))).filter(isIt);
    expect(told?.value).toMatchObject({ service: 'carrier-tracking', reason: 'no_tracking_number' });
    const [row] = await service.query<{ body: Buffer }>(
      `SELECT body FROM carrier_tracking.quarantine WHERE headers->>'ce_id' = $1`,
      [id],
    );
    expect(JSON.parse(row?.body.toString() ?? '')).toMatchObject({
      payloadId: id,
      ciphertext: expect.any(String),
    });
    expect(row?.body.toString()).not.toContain('Jane Roe');
  });

  it('sets a scan without a time aside alone, once', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    const timeless = scan('InTransit_Other', null);
    await push(number, [timeless, pickedUp]);
    await push(number, [departed, timeless, pickedUp]);
    expect(milestonesOf(await told(parcelId, 2))).toEqual(['picked_up', 'departed_facility']);
    await settled();
    const rows = await service.query(
      `SELECT FROM carrier_tracking.quarantine WHERE reason = 'scan_without_time' AND record_key = $1`,
      [`yanwen/${number}`],
    );
    expect(rows).toHaveLength(1);
  });
});

describe('the payload topic', () => {
  it('sets strangers aside and applies their neighbours', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [pickedUp]);
    const key = `yanwen/${number}`;
    const headers = {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: 'carrier.payload_received',
      ce_subject: key,
      ce_version: '1',
      ce_time: now.toISOString(),
    };
    const today = new Date().toISOString().slice(0, 10);
    const forged = {
      subject: key,
      payloadId: headers.ce_id,
      sender: '17track',
      carrier: 'yanwen',
      trackingNumber: number,
      onlyMerchant: null,
      receivedAt: now.toISOString(),
      keyDay: today,
      nonce: Buffer.alloc(12).toString('base64'),
      ciphertext: Buffer.alloc(40).toString('base64'),
    };
    const put = (data: object, id = randomUUID()) =>
      service.topics.put(carrierPayloadsTopic, {
        key,
        value: JSON.stringify(data),
        headers: { ...headers, ce_id: id },
      });
    await service.topics.put(carrierPayloadsTopic, { key, value: 'no event at all' });
    await service.topics.put(carrierPayloadsTopic, { key, value: '{', headers });
    await put(forged);
    await put({ ...forged, payloadId: randomUUID(), keyDay: '2020-01-01' });
    await put({ ...forged, payloadId: randomUUID(), sender: 'nobody' });
    await put({ ...forged, payloadId: randomUUID(), onlyMerchant: merchantA });
    await push(number, [departed, pickedUp]);
    expect(milestonesOf(await told(parcelId, 2))).toEqual(['picked_up', 'departed_facility']);
    const rows = await service.query<{ reason: string }>(
      'SELECT reason FROM carrier_tracking.quarantine WHERE record_key = $1 ORDER BY reason',
      [key],
    );
    expect(rows.map((row) => row.reason)).toEqual([
      'cannot_be_decrypted',
      'malformed_json',
      'merchant_disagrees',
      'not_a_cloud_event',
      'payload_key_destroyed',
      'unknown_sender',
    ]);
  });

  it('loses the keys of days that lie more than 30 back', async () => {
    await service.query(
      `INSERT INTO carrier_tracking.payload_key (day, wrapped)
       VALUES (current_date - 32, ''), (current_date - 20, '')`,
    );
    expect(await service.app.get(PayloadKeys, { strict: false }).destroyExpired()).toBe(1);
  });
});

describe('the scans of a number', () => {
  const quiet = (number: string) =>
    service.query(
      `UPDATE carrier_tracking.tracking_number SET heard_on = current_date - 181 WHERE number = $1`,
      [number],
    );
  const forget = () => service.app.get(ForgetScansHandler, { strict: false }).forget();
  const keptOf = (number: string) =>
    service.query('SELECT FROM carrier_tracking.kept_scan WHERE number = $1', [number]);

  it('are forgotten when nothing new was heard for 180 days, and not told again', async () => {
    const [silent, heard] = [freshNumber(), freshNumber()];
    const parcelId = await register(silent);
    await push(silent, [pickedUp, departed]);
    await upload(merchantB, JSON.stringify([item(silent)]));
    await push(heard, [pickedUp]);
    await told(parcelId, 2);
    await eventually(
      () => keptOf(silent),
      (rows) => rows.length === 3,
    );
    await eventually(
      () => keptOf(heard),
      (rows) => rows.length === 1,
    );
    await quiet(silent);
    expect(await forget()).toBe(1);
    expect(await keptOf(silent)).toHaveLength(0);
    expect(await keptOf(heard)).toHaveLength(1);
    expect(await forget()).toBe(0);

    await push(silent, [pickedUp, departed, delivered]);
    expect(milestonesOf(await told(parcelId, 3))).toEqual(['picked_up', 'departed_facility', 'delivered']);
    expect(await keptOf(silent)).toHaveLength(1);
    // Heard again: quiet only when that lies far back.
    expect(await forget()).toBe(0);
    await quiet(silent);
    expect(await forget()).toBe(1);
  });

  it('stay while a consumer holds the number', async () => {
    const number = freshNumber();
    await push(number, [pickedUp]);
    await eventually(
      () => keptOf(number),
      (rows) => rows.length === 1,
    );
    await quiet(number);
    const numbers = service.app.get(TrackingNumberStore, { strict: false });
    await service.app
      .get(UnitOfWork, { strict: false })
      .run({ pool: 'consumer', merchants: [] }, async (tx) => {
        await numbers.lock(tx, [number]);
        expect(await forget()).toBe(0);
      });
    expect(await keptOf(number)).toHaveLength(1);
    expect(await forget()).toBe(1);
  });

  it('from the future do not keep later ones out', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, [scan('InTransit_PickedUp', '2099-01-01T00:00:00Z')]);
    await told(parcelId, 1);
    await quiet(number);
    expect(await forget()).toBe(1);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await push(number, [scan('Delivered_Other', tomorrow)]);
    expect(milestonesOf(await told(parcelId, 2))).toContain('delivered');
  });
});

describe('the repeats of a sender', () => {
  const history = (length: number) =>
    Array.from({ length }, (_, day) =>
      scan('InTransit_Other', `2026-02-${String(day + 1).padStart(2, '0')}T10:00:00Z`),
    );
  const counts = () => service.app.get(CommittedScans, { strict: false }).counts;
  const keptOf = (number: string) =>
    service.query('SELECT FROM carrier_tracking.kept_scan WHERE number = $1', [number]);
  const fences = () =>
    service.query<{ partition: number; next_offset: string; last_offset: string; last_ce_id: string }>(
      'SELECT * FROM carrier_tracking.consumer_offset WHERE topic = $1',
      [carrierPayloadsTopic.name],
    );

  it('cost no Postgres work: of pushes of 20 events of which 19 or 20 are known 95% and more', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    await push(number, history(19));
    await told(parcelId, 19);
    await settled();
    const before = counts();

    await push(number, history(20));
    await told(parcelId, 20);
    await settled();
    await push(number, [...history(20)].reverse());
    await settled();
    const after = counts();
    expect(after.told - before.told).toBe(40);
    expect(after.known - before.known).toBe(39);
    expect(await eventsOf(parcelId)).toBe(20);
  });

  it('reach a parcel that is registered later, or whose merchant uploads them himself', async () => {
    const number = freshNumber();
    await push(number, history(3));
    await eventually(
      () => keptOf(number),
      (rows) => rows.length === 3,
    );
    const parcelId = await register(number);
    await push(number, [...history(3)].reverse());
    await upload(merchantA, JSON.stringify([item(number)]));
    expect(await told(parcelId, 4)).toHaveLength(4);
    expect(await eventsOf(parcelId)).toBe(4);
  });

  it('are told once all the same when Postgres is put back to before they were kept', async () => {
    const number = freshNumber();
    await settled();
    const backup = await fences();
    await push(number, history(5));
    await eventually(
      () => keptOf(number),
      (rows) => rows.length === 5,
    );
    await settled();
    await service.query(
      `WITH gone AS (DELETE FROM carrier_tracking.kept_scan WHERE number = $1 RETURNING data)
       DELETE FROM carrier_tracking.processed_event
       WHERE event_id IN (SELECT (data->>'payloadId')::uuid FROM gone)`,
      [number],
    );
    for (const { partition, next_offset, last_offset, last_ce_id } of backup)
      await service.query(
        `UPDATE carrier_tracking.consumer_offset SET next_offset = $1, last_offset = $2, last_ce_id = $3
         WHERE topic = $4 AND partition = $5`,
        [next_offset, last_offset, last_ce_id, carrierPayloadsTopic.name, partition],
      );

    await push(number, [...history(5)].reverse());
    await eventually(
      () => keptOf(number),
      (rows) => rows.length === 5,
    );
  });
});

describe("a merchant's own scans", () => {
  it('reach his parcels and nobody else who has the number', async () => {
    const number = freshNumber();
    const ofA = await register(number);
    const ofB = await register(number, { merchantId: merchantB });
    const answer = await upload(merchantA, JSON.stringify([item(number), item(number, 'sorted')]));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ accepted: 2 });
    expect(milestonesOf(await told(ofA, 2)).sort()).toEqual(['sorted', 'weighed']);
    await push(number, [departed]);
    expect(milestonesOf(await told(ofB, 1))).toEqual(['departed_facility']);
    expect(await eventsOf(ofB)).toBe(1);
  });

  it('reach his parcel when it is registered later, and not the parcel of another', async () => {
    const number = freshNumber();
    await upload(merchantA, JSON.stringify([item(number)]));
    await eventually(
      () => service.query('SELECT FROM carrier_tracking.kept_scan WHERE number = $1', [number]),
      (rows) => rows.length === 1,
    );
    const ofB = await register(number, { merchantId: merchantB });
    const ofA = await register(number);
    expect(milestonesOf(await told(ofA, 1))).toEqual(['weighed']);
    expect(await eventsOf(ofB)).toBe(0);
  });

  it('are taken beside items that are refused', async () => {
    const number = freshNumber();
    const parcelId = await register(number);
    const ofNoUnit = { ...item(number), trackingNumber: null, unitId: randomUUID() };
    const body = [item(number), { ...item(number), milestone: 'x' }, ofNoUnit, 7];
    const answer = await upload(merchantA, JSON.stringify(body));
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject({
      items: [
        { index: 0, status: 202, id: expect.any(String) },
        {
          index: 1,
          status: 400,
          error: { code: 'validation_failed', errors: [{ pointer: '/1/milestone' }] },
        },
        {
          index: 2,
          status: 422,
          error: { code: 'unknown_unit', errors: [{ pointer: '/2/unitId' }] },
        },
        { index: 3, status: 400 },
      ],
    });
    expect(milestonesOf(await told(parcelId, 1))).toEqual(['weighed']);
  });

  it('are taken as NDJSON, ten thousand at once', async () => {
    const prefix = freshNumber();
    const lines = Array.from({ length: 10_000 }, (_, index) => JSON.stringify(item(`${prefix}${index}`)));
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await upload(merchantA, lines.join('\n'), headers);
    expect(await answer.json()).toEqual({ accepted: 10_000 });
    await eventually(
      () =>
        service.query<{ count: string }>(
          `SELECT count(*) FROM carrier_tracking.kept_scan WHERE number LIKE $1`,
          [`${prefix}%`],
        ),
      ([row]) => row?.count === '10000',
    );
    const tooMany = await upload(merchantA, [...lines, lines[0]].join('\n'), headers);
    expect(tooMany.status).toBe(413);
  });

  it('are refused as a whole when the body cannot be read', async () => {
    const answer = await upload(merchantA, '[{"trackingNumber":');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'malformed_json' });
  });

  it('need a key with the scope', async () => {
    const token = await service.tokenOf(merchantA, ['orders:write']);
    const answers = await Promise.all(
      [{}, { authorization: `Bearer ${token}` }].map((headers) =>
        fetch(`${service.url}/v1/tracking-events/batch`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '[]',
        }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([401, 403]);
  });

  it('are answered the same again under one Idempotency-Key, and refused with another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = JSON.stringify([item(freshNumber()), 7]);
    const [first, again] = [await upload(merchantA, body, headers), await upload(merchantA, body, headers)];
    expect([first.status, again.status]).toEqual([207, 207]);
    expect(await again.json()).toEqual(await first.json());
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await upload(merchantA, '[]', headers)).status).toBe(422);
  });
});

describe('the rest of the service', () => {
  it('reads JSON on routes that do not want bytes, and refuses other types there', async () => {
    expect((await service.setClock(now)).service).toBe('carrier-tracking');
    const post = async (contentType: string, body: string) =>
      fetch(`${service.url}/internal/clock`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await service.serviceToken()}`, 'content-type': contentType },
        body,
      });
    expect((await post('application/json', '{')).status).toBe(400);
    expect((await post('application/xml', '<a/>')).status).toBe(415);
  });

  it('documents its edges', async () => {
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths).sort()).toEqual(
      expect.arrayContaining([
        '/v1/carriers/17track/webhooks',
        '/v1/tracking-events/batch',
        '/v1/units',
        '/v1/units/{id}',
        '/v1/units/{id}/contents',
      ]),
    );
  });
});
