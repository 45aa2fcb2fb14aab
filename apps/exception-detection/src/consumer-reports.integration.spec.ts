import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exceptionsTopic } from '@landfall/contracts';
import { deterministicId } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, parcelId, registered, registration, scanned } from './testing-events.spec-kit.ts';

interface Exception {
  code: string;
  state: string;
  occurrence: number;
  severity: string;
  openedAt: string;
  because: string | null;
  evidence: { eventIds: string[]; basis: string | null };
  blame: { party: string };
}

interface Parcel {
  state: string;
  timeline: { milestone: string }[];
  exceptions: Exception[];
  consumerReports: { id: string; parcelId: string; what: string; reportedAt: string }[];
}

interface Reply {
  status: number;
  headers: Headers;
  body: {
    id: string;
    code?: string;
    errors?: { pointer: string }[];
    [field: string]: unknown;
  };
}

const now = '2026-01-03T12:00:00.000Z';

let service: TestService;
let token: string;
/** Stands for order-intake: it knows of these parcels, whose registrations are on their way. */
let orderIntake: Server;
const onTheirWay = new Set<string>();

beforeAll(async () => {
  orderIntake = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://order-intake');
    const name = [...onTheirWay].find((one) => pathname === `/internal/parcels/${parcelId(one)}`);
    const isKnown = name !== undefined && searchParams.get('merchantId') === merchantId;
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? registration(name) : {}));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => orderIntake.once('listening', resolve));
  const { port } = orderIntake.address() as AddressInfo;
  service = await startTestService(exceptionDetection, {
    now: new Date(now),
    env: { ORDER_INTAKE_URL: `http://127.0.0.1:${port}` },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'parcels:write']);
});
afterAll(async () => {
  await service.close();
  orderIntake.close();
  orderIntake.closeAllConnections();
});

const send = async (
  method: string,
  path: string,
  body?: unknown,
  { key, bearer = token }: { key?: string; bearer?: string } = {},
): Promise<Reply> => {
  const answer = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Reply['body'],
  };
};
const report = (name: string, body: unknown, more: { key?: string; bearer?: string } = {}) =>
  send('POST', `/v1/parcels/${parcelId(name)}/consumer-reports`, body, more);
const parcel = (name: string, accept: (answer: Parcel) => boolean = () => true): Promise<Parcel> =>
  eventually(
    async () => (await send('GET', `/v1/parcels/${parcelId(name)}`)).body as unknown as Parcel,
    (answer) => answer.state !== undefined && accept(answer),
  );
const reportedOf = ({ exceptions }: Parcel) => exceptions.filter(({ code }) => code === 'consumer_report');
const rowsOf = (name: string) =>
  service.query('SELECT FROM exception_detection.consumer_report WHERE parcel_id = $1', [parcelId(name)]);
/** Registers parcels and waits until they are known. */
const known = async (...names: string[]): Promise<void> => {
  await service.publish(...names.map((name) => registered(name)));
  await eventually(
    () =>
      service.query(
        'SELECT FROM exception_detection.parcel WHERE parcel_id = ANY($1::uuid[]) AND registration IS NOT NULL',
        [names.map(parcelId)],
      ),
    (rows) => rows.length === names.length,
  );
};

describe('what a consumer reports', () => {
  it('opens an exception of his parcel, once under one key, and the delivery after it clears it', async () => {
    await known('waiting');
    await service.publish(scanned('waiting', 'picked_up', '2026-01-03T10:00:00Z'));
    await parcel('waiting', ({ state }) => state === 'in_transit');
    const said = { what: 'not_received', reportedAt: '2026-01-03T12:30:00+01:00' };

    const first = await report('waiting', said, { key: 'first' });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      id: first.body.id,
      parcelId: parcelId('waiting'),
      what: 'not_received',
      reportedAt: '2026-01-03T11:30:00.000Z',
    });
    const again = await report('waiting', said, { key: 'first' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await report('waiting', { what: 'damaged' }, { key: 'first' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await rowsOf('waiting')).toHaveLength(1);

    const open = await parcel('waiting');
    expect(open.consumerReports).toEqual([first.body]);
    expect(reportedOf(open)).toMatchObject([
      { state: 'open', occurrence: 1, openedAt: '2026-01-03T11:30:00.000Z' },
    ]);
    await service.publish(scanned('waiting', 'delivered', '2026-01-03T13:00:00Z'));
    const cleared = await parcel('waiting', ({ state }) => state === 'delivered');
    expect(reportedOf(cleared)).toMatchObject([{ state: 'cleared', because: 'the parcel was delivered' }]);

    const records = await (
      await service.topics.read(exceptionsTopic)
    ).until((all) =>
      all.some(
        ({ key, headers }) => key === parcelId('waiting') && headers['ce_type'] === 'exception.cleared',
      ),
    );
    const ofParcel = records.filter(({ key }) => key === parcelId('waiting'));
    expect(ofParcel.map(({ headers }) => headers['ce_type'])).toEqual([
      'exception.opened',
      'exception.cleared',
    ]);
    expect(ofParcel[0]?.headers['ce_merchantid']).toBe(merchantId);
    expect(ofParcel[0]?.value).toMatchObject({
      code: 'consumer_report',
      leg: null,
      severity: 'high',
      openedAt: '2026-01-03T11:30:00.000Z',
      detectedAt: now,
      evidence: { eventIds: [first.body.id], threshold: null, basis: 'not_received' },
      blame: { party: 'carrier', reason: 'carrier' },
      valueAtRisk: { amount: '30.00', currency: 'BRL' },
      recoverableValue: { amount: '10.00', currency: 'BRL' },
      suggestedAction: 'contact_consumer',
    });
  });

  it('adds to the exception that is open, and shows in the explanation', async () => {
    await known('contested');
    await service.publish(scanned('contested', 'delivered', '2026-01-03T10:00:00Z'));
    await parcel('contested', ({ state }) => state === 'delivered');
    const first = await report('contested', { what: 'not_received', reportedAt: '2026-01-03T11:00:00Z' });
    expect(reportedOf(await parcel('contested'))).toMatchObject([
      { severity: 'critical', blame: { party: 'carrier' } },
    ]);
    const second = await report('contested', { what: 'wrong_item', reportedAt: '2026-01-03T11:30:00Z' });
    expect(reportedOf(await parcel('contested'))).toMatchObject([
      {
        state: 'open',
        occurrence: 1,
        severity: 'high',
        blame: { party: 'merchant' },
        evidence: { eventIds: [first.body.id, second.body.id], basis: 'not_received, wrong_item' },
      },
    ]);
    const { body } = await send('GET', `/v1/parcels/${parcelId('contested')}/explain`);
    const rules = body['rules'] as { code: string }[];
    expect(rules.find(({ code }) => code === 'consumer_report')).toMatchObject({
      verdict: 'holds',
      findings: [{ leg: null, since: '2026-01-03T11:00:00.000Z', eventIds: [first.body.id, second.body.id] }],
      next: null,
    });
  });

  it('is answered by a proof of delivery told since', async () => {
    await known('proven');
    await service.publish(scanned('proven', 'delivered', '2026-01-03T10:00:00Z'));
    await parcel('proven', ({ state }) => state === 'delivered');
    await report('proven', { what: 'not_received' });
    await service.publish(scanned('proven', 'delivered', '2026-01-03T13:00:00Z'));
    const told = await parcel('proven', ({ timeline }) => timeline.length === 2);
    expect(reportedOf(told)).toMatchObject([{ state: 'open', severity: 'critical' }]);
    const proof = { type: 'signature', ref: null };
    await service.publish(scanned('proven', 'delivered', '2026-01-03T14:00:00Z', { proof }));
    const proven = await parcel('proven', ({ timeline }) => timeline.length === 3);
    expect(reportedOf(proven)).toMatchObject([{ occurrence: 1, because: 'the delivery was proven' }]);
  });

  it('still stands when time has passed', async () => {
    await known('unanswered');
    const { body } = await report('unanswered', { what: 'damaged' });
    expect(body['reportedAt']).toBe(now);
    await service.setClock(new Date('2026-01-04T00:00:00Z'));
    const later = await parcel('unanswered', ({ exceptions }) => exceptions.length === 2);
    expect(later.exceptions.map(({ code, state }) => `${code} ${state}`).sort()).toEqual([
      'consumer_report open',
      'not_online open',
    ]);
    expect(reportedOf(later)[0]?.evidence.eventIds).toEqual([body.id]);
  });
});

describe('a report is refused', () => {
  it.each([
    ['later than now', 422, 'reported_at_not_valid', { reportedAt: '2027-01-01T00:00:00Z' }, '/reportedAt'],
    ['before the order', 422, 'reported_at_not_valid', { reportedAt: '2025-12-31T23:59:59Z' }, '/reportedAt'],
    ['without an offset', 400, 'validation_failed', { reportedAt: '2026-01-03T10:00:00' }, '/reportedAt'],
    ['of another kind', 400, 'validation_failed', { what: 'too_late' }, '/what'],
    ['with more to say', 400, 'validation_failed', { comment: 'my name is ...' }, '/comment'],
  ])('%s', async (why, status, code, more, pointer) => {
    await known('refused');
    const sent = { what: 'damaged', ...more };
    const key = deterministicId(why);
    const refused = await report('refused', sent, { key });
    expect(refused).toMatchObject({ status, body: { code, errors: [{ pointer }] } });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await report('refused', sent, { key })).toMatchObject({ status, body: { code } });
    expect(await rowsOf('refused')).toEqual([]);
  });

  it('of a parcel that another merchant has, or nobody', async () => {
    await known('theirs');
    const stranger = deterministicId('merchant', 'stranger');
    const bearer = await service.tokenOf(stranger, ['parcels:write']);
    expect((await report('theirs', { what: 'damaged' }, { bearer })).status).toBe(404);
    expect((await report('nobody', { what: 'damaged' })).status).toBe(404);
    expect(await rowsOf('theirs')).toEqual([]);
    const stubs = await service.query(
      'SELECT FROM exception_detection.parcel WHERE merchant_id = $1 OR parcel_id = $2',
      [stranger, parcelId('nobody')],
    );
    expect(stubs).toEqual([]);
  });

  it('of a key that may only read', async () => {
    const bearer = await service.tokenOf(merchantId, ['parcels:read']);
    expect(await report('theirs', { what: 'damaged' }, { bearer })).toMatchObject({
      status: 403,
      body: { code: 'missing_scope' },
    });
  });
});

describe('a report of a parcel registered a moment ago', () => {
  it('is taken at once, and opens the exception when the registration has come', async () => {
    onTheirWay.add('new');
    const taken = await report('new', { what: 'wrong_item' });
    expect(taken.status).toBe(201);
    expect(await parcel('new')).toMatchObject({ exceptions: [], consumerReports: [taken.body] });
    await service.publish(registered('new'));
    const open = await parcel('new', (answer) => reportedOf(answer).length > 0);
    expect(reportedOf(open)).toMatchObject([{ state: 'open', evidence: { eventIds: [taken.body.id] } }]);
  });
});

describe('reports and scans at the same time', () => {
  /** Holds a parcel's row until so many transactions wait for it. */
  const whileHeld = async (name: string, waiting: number, work: () => Promise<unknown>[]): Promise<void> => {
    await service.query('BEGIN');
    await service.query('SELECT FROM exception_detection.parcel WHERE parcel_id = $1 FOR UPDATE', [
      parcelId(name),
    ]);
    const begun = work();
    await eventually(
      () => service.query('SELECT DISTINCT pid FROM pg_locks WHERE NOT granted'),
      (pids) => pids.length >= waiting,
    );
    await service.query('COMMIT');
    await Promise.all(begun);
  };

  it('are all applied, whoever gets the row first', async () => {
    await known('raced');
    await whileHeld('raced', 3, () => [
      report('raced', { what: 'not_received', reportedAt: '2026-01-03T09:00:00Z' }),
      service.publish(scanned('raced', 'picked_up', '2026-01-03T10:00:00Z')),
      report('raced', { what: 'not_received', reportedAt: '2026-01-03T11:00:00Z' }),
    ]);
    const answer = await parcel('raced', ({ state }) => state === 'in_transit');
    // Before the scan it is the merchant's blame: whoever comes last has seen the other.
    expect(reportedOf(answer)).toMatchObject([
      {
        state: 'open',
        occurrence: 1,
        blame: { party: 'carrier' },
        evidence: { eventIds: answer.consumerReports.map(({ id }) => id) },
      },
    ]);
    expect(answer.consumerReports.map(({ reportedAt }) => reportedAt)).toEqual([
      '2026-01-03T09:00:00.000Z',
      '2026-01-03T11:00:00.000Z',
    ]);
  });

  it('of many parcels neither lose nor stop one another', async () => {
    const names = Array.from({ length: 20 }, (_, nth) => `crowd ${nth}`);
    await known(...names);
    const answers = await Promise.all([
      ...names.toReversed().map((name) => report(name, { what: 'not_received' })),
      service.publish(...names.map((name) => scanned(name, 'picked_up', '2026-01-03T10:00:00Z'))),
      ...names.map((name) => report(name, { what: 'not_received' })),
    ]);
    expect(answers.flatMap((answer) => (answer ? [answer.status] : []))).toEqual(
      Array.from({ length: 40 }, () => 201),
    );
    for (const name of names) {
      const answer = await parcel(name, ({ state }) => state === 'in_transit');
      const [exception, ...others] = reportedOf(answer);
      expect(others).toEqual([]);
      expect(exception).toMatchObject({ state: 'open', occurrence: 1, blame: { party: 'carrier' } });
      expect(exception?.evidence.eventIds).toEqual(answer.consumerReports.map(({ id }) => id));
      expect(answer.consumerReports).toHaveLength(2);
    }
  });
});
