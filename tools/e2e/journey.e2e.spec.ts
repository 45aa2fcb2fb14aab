import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@landfall/testing';
import { startThrowawaySystem, type ThrowawaySystem } from '../start/throwaway-system.ts';
import { sharedStack } from './shared-stack.ts';
import { CollectorStub, MailboxStub } from './stubs.ts';

const collector = new CollectorStub();
const mailbox = new MailboxStub();
let system: ThrowawaySystem;
let drop: () => Promise<void>;

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { id?: string; code?: string; errors?: { pointer: string }[] };
}

const send = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const response = await fetch(system.url + path, {
    method,
    headers: { authorization: `Bearer ${system.apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text ? (JSON.parse(text) as Answer['body']) : {},
  };
};

const order = (externalId: string) => ({
  externalId,
  marketplace: 'journey',
  placedAt: new Date().toISOString(),
  currency: 'EUR',
  buyer: { name: 'Ada Canary', email: 'ada@example.com', locale: 'en', consent: { email: true, sms: false } },
  shipTo: { country: 'DE', city: 'Berlin' },
  items: [{ sku: 'LAMP', title: 'Desk lamp', quantity: 1, unitPrice: { amount: '50.00', currency: 'EUR' } }],
  promisedAt: new Date(Date.now() + 10 * 86_400_000).toISOString(),
});

const began = Date.now();
const minutesAgo = (minutes: number) => new Date(began - minutes * 60_000).toISOString();

const push = (
  number: string,
  events: [subStatus: string, minutesAgo: number][],
  headers: Record<string, string> = {},
  next: { local_number?: string; local_provider?: string } = {},
) => {
  const body = JSON.stringify({
    event: 'TRACKING_UPDATED',
    data: {
      number,
      carrier: 100001,
      track_info: {
        misc_info: next,
        tracking: {
          providers: [
            {
              events: events.map(([subStatus, minutes]) => ({
                time_iso: minutesAgo(minutes),
                description: subStatus,
                location: 'Berlin',
                stage: null,
                sub_status: subStatus,
                address: { country: 'DE', city: 'Berlin' },
              })),
            },
          ],
        },
      },
    },
  });
  const sign = createHash('sha256').update(`${body}/${system.senderKey}`).digest('hex');
  return send('POST', '/v1/carriers/17track/webhooks', body, { sign, ...headers });
};

const registered = async (number: string, headers: Record<string, string> = {}): Promise<string> => {
  const placed = await send('POST', '/v1/orders', order(`order of ${number}`), headers);
  expect(placed.status).toBe(201);
  const parcel = await send(
    'POST',
    `/v1/orders/${placed.body.id}/parcels`,
    { trackingNumber: number, carrier: 'dhl', originCountry: 'CN' },
    headers,
  );
  expect(parcel.status).toBe(201);
  return parcel.body.id ?? '';
};
const parcelState = (id: string, state: string) =>
  eventually(
    () => send('GET', `/v1/parcels/${id}`),
    (answer) => answer.body['state'] === state,
  );

beforeAll(async () => {
  const shared = await sharedStack();
  drop = shared.drop;
  system = await startThrowawaySystem({
    purpose: 'test',
    clock: 'system',
    stack: shared.stack,
    topicPrefix: shared.topicPrefix,
    smtpUrl: await mailbox.start(),
    extra: {
      HOLD_SECONDS: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(),
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
  });
}, 180_000);

afterAll(async () => {
  await system.close();
  await drop();
  collector.stop();
  mailbox.stop();
});

describe('one parcel', () => {
  it('is read as soon as it was registered, and lives from the order to the mail in one trace', async () => {
    const number = 'JJD000390007882823426';
    const id = await registered(number);
    expect((await send('GET', `/v1/parcels/${id}`)).body).toMatchObject({ id, state: 'registered' });

    // Once detection knows the parcel, its next state is told in the trace of the push.
    await eventually(
      () => send('GET', '/v1/parcels'),
      ({ body }) => (body['data'] as { id: string }[]).some((parcel) => parcel.id === id),
    );
    const traceId = randomBytes(16).toString('hex');
    const accepted = await push(number, [['InTransit_PickedUp', 2]], {
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    });
    expect(accepted.status).toBe(202);
    await parcelState(id, 'in_transit');

    const mails = await mailbox.mails.until((all) => all.length > 0);
    expect(mails[0]?.to).toMatchObject({ value: [{ address: 'ada@example.com' }] });
    const ofTrace = (spans: readonly { traceId: string; service: string; name: string }[]) =>
      spans.filter((span) => span.traceId === traceId);
    const spans = ofTrace(
      await collector.spans.until((all) =>
        ofTrace(all).some((span) => span.service === 'notifications' && /mail/.test(span.name)),
      ),
    );
    expect([...new Set(spans.map((span) => span.service))]).toEqual(
      expect.arrayContaining(['console', 'carrier-tracking', 'exception-detection', 'notifications']),
    );
  });

  it('is told about once a node, however often the carrier repeats itself', async () => {
    const number = 'JJD000390007882823427';
    const id = await registered(number);
    const before = mailbox.mails.all.length;
    const history: [string, number][] = [['InTransit_PickedUp', 50]];
    await push(number, history);
    await parcelState(id, 'in_transit');
    await mailbox.mails.until((all) => all.length === before + 1);
    history.unshift(['OutForDelivery_Other', 3]);
    await push(number, history);
    await push(number, history);
    await parcelState(id, 'out_for_delivery');
    await mailbox.mails.until((all) => all.length === before + 2);
    history.unshift(['Delivered_Other', 1]);
    await push(number, history);
    await push(number, history);
    await parcelState(id, 'delivered');
    const mails = await mailbox.mails.until((all) => all.length >= before + 3);
    expect(mails.slice(before)).toHaveLength(3);
    const { body } = await send('GET', `/v1/parcels/${id}`);
    expect((body['timeline'] as unknown[]).length).toBe(3);
  });

  it('takes up what was told before anybody registered its number', async () => {
    const number = 'JJD000390007882823428';
    expect((await push(number, [['InTransit_PickedUp', 60]])).status).toBe(202);
    await parcelState(await registered(number), 'in_transit');
  });

  it('gets the number of the company that carries it on, and what is told under that', async () => {
    const [number, next] = ['JJD000390007882823430', '00340434161094027318'];
    const id = await registered(number);
    const parcel = () => send('GET', `/v1/parcels/${id}`);
    const handedOver = { local_number: next, local_provider: 'Deutsche Post' };
    const history: [string, number][] = [['InTransit_PickedUp', 90]];
    await push(number, history, {}, handedOver);
    await eventually(parcel, ({ body }) => (body['trackingNumbers'] as unknown[]).length === 2);
    await push(next, [['OutForDelivery_Other', 5]]);
    await parcelState(id, 'out_for_delivery');
    history.unshift(['InTransit_Departure', 60]);
    await push(number, history, {}, handedOver);
    await push(next, [
      ['Delivered_Other', 4],
      ['OutForDelivery_Other', 5],
    ]);
    const { body } = await eventually(
      parcel,
      (answer) => (answer.body['timeline'] as unknown[]).length === 4,
    );
    expect(body).toMatchObject({
      state: 'delivered',
      trackingNumbers: [
        { trackingNumber: number, carrier: 'dhl' },
        { trackingNumber: next, carrier: 'deutsche-post' },
      ],
    });
    expect((body['trackingNumbers'] as unknown[]).length).toBe(2);
  });
});

describe('a history as EPCIS', () => {
  it("is exported, and captured into another merchant's parcel of the same number", async () => {
    const number = 'JJD000390007882823429';
    const id = await registered(number);
    const milestones = ['picked_up', 'export_customs_held', 'departed_origin_country', 'delivery_attempted'];
    const told = milestones.map((milestone, index) => ({
      trackingNumber: number,
      carrier: 'dhl',
      milestone,
      occurredAt: `${minutesAgo(60 - index).slice(0, 19)}+00:00`,
      place: { country: 'CN', city: 'Shenzhen' },
    }));
    expect((await send('POST', '/v1/tracking-events/batch', told)).status).toBe(202);
    const timelineOf = (parcelId: string, headers: Record<string, string> = {}) =>
      eventually(
        async () => (await send('GET', `/v1/parcels/${parcelId}`, undefined, headers)).body['timeline'],
        (timeline) => (timeline as unknown[] | undefined)?.length === milestones.length,
      );
    await timelineOf(id);
    const document = await send('GET', `/v1/parcels/${id}/epcis`);
    expect(document.headers.get('content-type')).toContain('application/ld+json');

    const key = 'lf_test_2SeCoNdMeRcHaNtKeY99';
    await system.system.command('order-intake', 'create-merchant', '--name', 'Second', '--key', key);
    const second = { authorization: `Bearer ${key}` };
    const other = await registered(number, second);
    const captured = await send('POST', '/v1/epcis/capture', document.body, {
      ...second,
      'content-type': 'application/ld+json',
    });
    expect(captured).toMatchObject({ status: 202, body: { accepted: milestones.length } });
    const expected = told.map(({ milestone, occurredAt, place }) => ({ milestone, occurredAt, place }));
    for (const timeline of [await timelineOf(id), await timelineOf(other, second)])
      expect(timeline).toMatchObject(expected);
  });
});

describe('bad input at the public edge', () => {
  it.each<[string, () => Promise<Answer>, number, string]>([
    ['malformed JSON', () => send('POST', '/v1/orders', '{"externalId":'), 400, 'malformed_json'],
    [
      'an unknown field',
      () => send('POST', '/v1/orders', { ...order('x'), colour: 'red' }),
      400,
      'validation_failed',
    ],
    [
      'a wrong type',
      () => send('POST', '/v1/orders', { ...order('x'), items: 'many' }),
      400,
      'validation_failed',
    ],
    [
      'an oversized body',
      () => send('POST', '/v1/orders', { ...order('x'), marketplace: 'x'.repeat(1_200_000) }),
      413,
      'body_too_large',
    ],
    [
      'an unknown key',
      () => send('GET', '/v1/orders', undefined, { authorization: 'Bearer lf_test_nobody_has_this_key' }),
      401,
      'unauthorized',
    ],
    [
      'an unknown parcel',
      () => send('GET', '/v1/parcels/018f0000-0000-7000-8000-000000000000'),
      404,
      'not_found',
    ],
    ['an unknown address', () => send('GET', '/v1/nothing'), 404, 'not_found'],
    [
      'a bad signature',
      () => send('POST', '/v1/carriers/17track/webhooks', {}, { sign: 'f'.repeat(64) }),
      401,
      'bad_signature',
    ],
  ])('%s', async (_, attempt, status, code) => {
    const answer = await attempt();
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('names the field that is wrong', async () => {
    const wrong = order('x');
    const answer = await send('POST', '/v1/orders', {
      ...wrong,
      items: [{ ...wrong.items[0], unitPrice: { amount: 'cheap', currency: 'EUR' } }],
    });
    expect(answer.body.errors?.map((error) => error.pointer)).toEqual(['/items/0/unitPrice/amount']);
  });

  it('gives the first answer again to a repeated key, and refuses it for another body', async () => {
    const key = { 'idempotency-key': randomBytes(8).toString('hex') };
    const body = order('idempotent');
    const first = await send('POST', '/v1/orders', body, key);
    const again = await send('POST', '/v1/orders', body, key);
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    const other = await send('POST', '/v1/orders', order('another'), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});
