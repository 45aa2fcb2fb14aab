import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quarantineTopic, trackingEventsTopic } from '@landfall/contracts';
import { startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { carrierTracking } from './carrier-tracking.service.ts';
import { parcelRegistered } from './testing.spec-kit.ts';

type Reader = Awaited<ReturnType<TestService['topics']['read']>>;

const aftershipSecret = 'aftership for tests';
const easypostSecret = 'easypost f\u00fcr tests';

let service: TestService;
let quarantined: Reader;
let trackingEvents: Reader;

beforeAll(async () => {
  service = await startTestService(carrierTracking, {
    env: {
      CARRIER_AFTERSHIP_SECRET: `the next one,${aftershipSecret}`,
      CARRIER_EASYPOST_SECRET: easypostSecret,
    },
    now: new Date('2026-03-10T12:00:00Z'),
  });
  quarantined = await service.topics.read(quarantineTopic);
  trackingEvents = await service.topics.read(trackingEventsTopic);
});

afterAll(async () => {
  await service.close();
});

const senders = [
  {
    sender: 'aftership',
    pushOf: (number: string) => ({
      event: 'tracking_update',
      msg: {
        tracking_number: number,
        slug: 'usps',
        checkpoints: [
          { checkpoint_time: '2026-03-06T09:30:00-05:00', subtag: 'InTransit_002', message: 'x' },
        ],
      },
    }),
    signed: (body: string) => ({
      'aftership-hmac-sha256': createHmac('sha256', aftershipSecret).update(body).digest('base64'),
    }),
  },
  {
    sender: 'easypost',
    pushOf: (number: string) => ({
      object: 'Event',
      description: 'tracker.updated',
      result: {
        tracking_code: number,
        carrier: 'USPS',
        weight: 17,
        tracking_details: [
          { status: 'out_for_delivery', status_detail: 'out_for_delivery', datetime: '2026-03-06T09:30:00Z' },
        ],
      },
    }),
    signed: (body: string) => ({
      'X-Hmac-Signature': `hmac-sha256-hex=${createHmac('sha256', easypostSecret.normalize('NFKD'))
        .update(body)
        .digest('hex')}`,
    }),
  },
];

const send = (sender: string, body: string, headers: Record<string, string>) =>
  fetch(`${service.url}/v1/carriers/${sender}/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe.each(senders)('a push of $sender', ({ sender, signed, pushOf }) => {
  const body = JSON.stringify({ hello: `Jane Roe of ${sender}`, weight: 17 });

  it('reaches every merchant who registered the number', async () => {
    const number = `LZ-${sender}`;
    const parcels: string[] = [randomUUID(), randomUUID()];
    await service.publish(
      ...parcels.map((parcelId) =>
        parcelRegistered(randomUUID(), {
          parcelId,
          trackingNumbers: [{ trackingNumber: number, carrier: 'usps' }],
        }),
      ),
    );
    const push = JSON.stringify(pushOf(number));
    const answers = [await send(sender, push, signed(push)), await send(sender, push, signed(push))];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const told = await trackingEvents.until(
      (records) => records.filter(({ key }) => parcels.includes(key ?? '')).length >= 2,
    );
    const expected = { source: sender, trackingNumber: number, carrier: 'usps' };
    expect(told.filter(({ key }) => parcels.includes(key ?? '')).map(({ value }) => value)).toMatchObject([
      expected,
      expected,
    ]);
  });

  it('that is not understood is kept and set aside, with the id of its answer', async () => {
    const [first, again] = [await send(sender, body, signed(body)), await send(sender, body, signed(body))];
    expect([first.status, again.status]).toEqual([202, 202]);
    const answer = (await first.json()) as { id: string };
    expect(await again.json()).toEqual(answer);
    const isIt = (record: ReadRecord) => (record.value as { ceId: string }).ceId === answer.id;
    const set = (await quarantined.until((records) => records.some(isIt))).find(isIt);
    expect(set?.value).toMatchObject({ reason: 'no_tracking_number' });
  });

  it('is refused when a byte of it was changed, or its signature is missing', async () => {
    for (const answer of [
      await send(sender, body.replace('Roe', 'Rod'), signed(body)),
      await send(sender, body, {}),
    ]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'bad_signature', status: 401 });
    }
  });

  it('is refused when it is no JSON, and over 1 MiB', async () => {
    const broken = await send(sender, '{', signed('{'));
    expect([broken.status, await broken.json()]).toMatchObject([400, { code: 'malformed_json' }]);
    const large = JSON.stringify({ filler: 'x'.repeat(1024 * 1024) });
    expect((await send(sender, large, signed(large))).status).toBe(413);
  });
});

it('a push of 17TRACK is refused where its key is not known here', async () => {
  const answer = await send('17track', '{}', { sign: '0'.repeat(64) });
  expect(answer.status).toBe(401);
});

it('a push of EasyPost may be signed with its weights as decimal numbers', async () => {
  const body = '{"description":"tracker.updated","result":{"weight": 17,"id":"trk_1"}}';
  const rewritten = '{"description":"tracker.updated","result":{"weight": 17.0,"id":"trk_1"}}';
  const easypost = senders.find(({ sender }) => sender === 'easypost');
  expect((await send('easypost', body, easypost?.signed(rewritten) ?? {})).status).toBe(202);
});
