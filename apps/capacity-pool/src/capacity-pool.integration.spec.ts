import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routesTopic, scorecardsTopic, type DataOf } from '@landfall/contracts';
import { wilsonInterval } from '@landfall/domain';
import { deterministicId, outgoing } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { capacityPool } from './capacity-pool.service.ts';
import type { CoverageGap } from './pool/coverage.ts';
import type { ProviderDto } from './read-providers/provider.dto.ts';
import type { RouteDto } from './read-routes/route.dto.ts';

type Card = DataOf<typeof scorecardsTopic, 'scorecard.published'>;
interface Problem {
  code: string;
  errors?: { pointer: string }[];
}
interface Listed<Item> {
  data: Item[];
  nextCursor: string | null;
}

const merchant = deterministicId('merchant', 'pool test');
const rival = deterministicId('merchant', 'rival');

let service: TestService;
let token: string;

/** Sends a request as the merchant, unless another token is given. */
const send = async <Body = Problem>(
  method: string,
  path: string,
  { body, key, bearer = token }: { body?: object; key?: string; bearer?: string } = {},
) => {
  const answer = await fetch(`${service.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body };
};

const card = (
  by: Card['by'],
  subject: string,
  version: number,
  {
    mature,
    delivered,
    parcels = mature,
    lane = ['CN', 'US'],
    merchantId = merchant,
  }: {
    mature: number;
    delivered: number;
    parcels?: number;
    lane?: [string, string];
    merchantId?: string;
  },
) =>
  outgoing(
    scorecardsTopic,
    'scorecard.published',
    { version, merchantId },
    {
      scorecardId: deterministicId('scorecard', merchantId, by, subject),
      by,
      subject,
      originCountry: lane[0],
      destinationCountry: lane[1],
      routeId: by === 'route' ? subject : null,
      computedAt: '2026-02-01T00:00:00.000Z',
      parcels,
      mature,
      transitDays: { p50: 8.5, p80: 11, p95: null },
      receiptRate:
        mature === 0 ? null : { value: delivered / mature, ...wilsonInterval(delivered, mature), n: mature },
      onTimeRate: null,
    },
  );

/** Waits until so many events have been applied since the start. */
const applied = (events: number) =>
  eventually(
    async () => {
      const [row] = await service.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM capacity_pool.processed_event',
      );
      return row?.count;
    },
    (count) => count === events,
  );

const routeBody = (externalId: string, providerId: string, more: object = {}) => ({
  externalId,
  name: `Route ${externalId}`,
  providerId,
  originCountry: 'CN',
  destinationCountries: ['US', 'PR'],
  legs: [
    { leg: 'trunk_line', carrier: 'cainiao' },
    { leg: 'last_mile', carrier: 'usps' },
  ],
  mode: 'economy_air',
  terms: 'DDP',
  clearance: 'postal',
  claimedTransitDays: 9,
  claimedReceiptRate: 0.995,
  ...more,
});

beforeAll(async () => {
  service = await startTestService(capacityPool, { now: new Date('2026-02-01T00:00:00Z') });
  token = await service.tokenOf(merchant, ['pool:read', 'pool:write']);
});

afterAll(async () => {
  await service.close();
});

const addProvider = async (externalId: string, bearer = token) =>
  (
    await send<ProviderDto>('POST', '/v1/providers', {
      body: { externalId, name: `Provider ${externalId}` },
      bearer,
    })
  ).body;

describe('providers', () => {
  it('are added once, read back, listed page by page', async () => {
    const body = { externalId: 'P-1', name: 'Yanwen' };
    const added = await send<ProviderDto>('POST', '/v1/providers', { body, key: 'one' });
    expect(added).toMatchObject({ status: 201, body: { ...body, createdAt: '2026-02-01T00:00:00.000Z' } });
    const again = await send<ProviderDto>('POST', '/v1/providers', { body, key: 'one' });
    expect(again).toMatchObject({ status: 201, body: added.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = { body: { ...body, name: 'Other' }, key: 'one' };
    expect(await send('POST', '/v1/providers', other)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await send('POST', '/v1/providers', { body })).toMatchObject({
      status: 409,
      body: { code: 'external_id_taken' },
    });

    await addProvider('P-2');
    expect(await send('GET', `/v1/providers/${added.body.id}`)).toMatchObject({
      status: 200,
      body: added.body,
    });
    const first = (await send<Listed<ProviderDto>>('GET', '/v1/providers?limit=1')).body;
    const second = (
      await send<Listed<ProviderDto>>('GET', `/v1/providers?limit=1&cursor=${first.nextCursor}`)
    ).body;
    expect([...first.data, ...second.data].map(({ externalId }) => externalId).sort()).toEqual([
      'P-1',
      'P-2',
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('of one external id are added once by two at the same time', async () => {
    const body = { externalId: 'P-race', name: 'Race' };
    const answers = await Promise.all([1, 2, 3].map(() => send('POST', '/v1/providers', { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it("are the merchant's own, and need the scopes", async () => {
    const bearer = await service.tokenOf(rival, ['pool:read', 'pool:write']);
    const theirs = await addProvider('P-1', bearer);
    expect(theirs.externalId).toBe('P-1');
    expect(await send('GET', `/v1/providers/${theirs.id}`)).toMatchObject({ status: 404 });
    const reader = await service.tokenOf(merchant, ['pool:read']);
    expect(await send('POST', '/v1/providers', { body: {}, bearer: reader })).toMatchObject({ status: 403 });
  });
});

describe('routes', () => {
  let provider: ProviderDto;

  beforeAll(async () => {
    provider = await addProvider('P-routes');
  });

  it('are added and changed; each change is told once with its version', async () => {
    const body = routeBody('AIR-1', provider.id);
    const added = await send<RouteDto>('POST', '/v1/routes', { body, key: 'air' });
    expect(added).toMatchObject({
      status: 201,
      body: {
        externalId: 'AIR-1',
        legs: body.legs,
        transitCountries: [],
        claimed: { transitDays: 9, receiptRate: 0.995 },
        verified: { status: 'unverified', n: 0, asOf: null, why: 'no parcel has been seen on this route' },
      },
    });
    const path = `/v1/routes/${added.body.id}`;
    expect(await send('POST', '/v1/routes', { body, key: 'air' })).toMatchObject({
      status: 201,
      body: added.body,
    });
    expect(await send('POST', '/v1/routes', { body })).toMatchObject({
      status: 409,
      body: { code: 'external_id_taken' },
    });
    expect(await send('PUT', path, { body })).toMatchObject({ status: 200, body: added.body });
    const changed = routeBody('AIR-1', provider.id, { claimedTransitDays: 7, transitCountries: ['BE'] });
    expect(await send('PUT', path, { body: changed })).toMatchObject({
      status: 200,
      body: { transitCountries: ['BE'], claimed: { transitDays: 7 } },
    });
    expect(await send('GET', path)).toMatchObject({ status: 200, body: { transitCountries: ['BE'] } });
    await send('POST', '/v1/routes', { body: routeBody('AIR-1b', provider.id) });

    const told = await (await service.topics.read(routesTopic)).until((records) => records.length >= 3);
    const ours = told.filter(({ key }) => key === added.body.id);
    expect(ours.map(({ headers, value }) => [headers['ce_version'], value])).toEqual([
      ['1', expect.objectContaining({ externalId: 'AIR-1', claimedTransitDays: 9, transitCountries: [] })],
      [
        '2',
        expect.objectContaining({ externalId: 'AIR-1', claimedTransitDays: 7, transitCountries: ['BE'] }),
      ],
    ]);
    expect(told).toHaveLength(3);
  });

  it('change one after the other, whatever comes at once', async () => {
    const { body: route } = await send<RouteDto>('POST', '/v1/routes', {
      body: routeBody('AIR-2', provider.id),
    });
    const days = [1, 2, 3, 4, 5];
    const answers = await Promise.all(
      days.map((claimedTransitDays) =>
        send('PUT', `/v1/routes/${route.id}`, {
          body: routeBody('AIR-2', provider.id, { claimedTransitDays }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(days.map(() => 200));
    const told = await (
      await service.topics.read(routesTopic)
    ).until((records) => records.filter(({ key }) => key === route.id).length >= 6);
    const versions = told.filter(({ key }) => key === route.id).map(({ headers }) => headers['ce_version']);
    expect(versions).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('need a provider of the merchant, and keep their external id', async () => {
    const theirs = await addProvider('P-foreign', await service.tokenOf(rival, ['pool:write']));
    for (const providerId of [theirs.id, deterministicId('nobody')])
      expect(await send('POST', '/v1/routes', { body: routeBody('AIR-3', providerId) })).toMatchObject({
        status: 422,
        body: { code: 'unknown_provider', errors: [{ pointer: '/providerId' }] },
      });
    const { body: route } = await send<RouteDto>('POST', '/v1/routes', {
      body: routeBody('AIR-4', provider.id),
    });
    expect(
      await send('PUT', `/v1/routes/${route.id}`, { body: routeBody('AIR-5', provider.id) }),
    ).toMatchObject({ status: 422, body: { code: 'external_id_fixed' } });
    expect(
      await send('PUT', `/v1/routes/${deterministicId('nothing')}`, {
        body: routeBody('AIR-5', provider.id),
      }),
    ).toMatchObject({ status: 404 });
  });

  it('are refused when a field is wrong, each named', async () => {
    const body = { ...routeBody('AIR-6', provider.id), originCountry: 'China', claimedReceiptRate: 99 };
    expect(await send('POST', '/v1/routes', { body })).toMatchObject({
      status: 400,
      body: {
        code: 'validation_failed',
        errors: [{ pointer: '/originCountry' }, { pointer: '/claimedReceiptRate' }],
      },
    });
  });

  it('are listed by provider and country, page by page', async () => {
    const own = await addProvider('P-list');
    for (const [externalId, country] of [
      ['L-1', 'DE'],
      ['L-2', 'DE'],
      ['L-3', 'FR'],
    ] as const)
      await send('POST', '/v1/routes', {
        body: routeBody(externalId, own.id, { destinationCountries: [country] }),
      });
    const list = async (query: string) =>
      (await send<Listed<RouteDto>>('GET', `/v1/routes?providerId=${own.id}&${query}`)).body;
    expect((await list('')).data).toHaveLength(3);
    const first = await list('country=DE&limit=1');
    const second = await list(`country=DE&limit=1&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map(({ externalId }) => externalId).sort()).toEqual([
      'L-1',
      'L-2',
    ]);
    expect(second.nextCursor).toBeNull();
    expect(await send('GET', '/v1/routes?cursor=eyJpZCI6IngifQ')).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });
});

describe('verified figures', () => {
  it('stand beside the claimed ones, by our id or the external one, and follow the latest card', async () => {
    const provider = await addProvider('P-verified');
    const add = async (externalId: string) =>
      (await send<RouteDto>('POST', '/v1/routes', { body: routeBody(externalId, provider.id) })).body;
    const [proven, young] = [await add('PROVEN'), await add('YOUNG')];
    const read = async (id: string) => (await send<RouteDto>('GET', `/v1/routes/${id}`)).body;

    const latest = card('route', 'PROVEN', 3, { mature: 400, delivered: 396 });
    await service.publish(
      latest,
      card('route', 'PROVEN', 2, { mature: 50, delivered: 10 }),
      latest,
      card('route', young.id, 1, { mature: 12, delivered: 12 }),
      card('provider', provider.id, 1, { mature: 400, delivered: 396 }),
      card('route', 'YOUNG', 1, { mature: 900, delivered: 900, merchantId: rival }),
    );
    await applied(5);
    expect(await read(proven.id)).toMatchObject({
      claimed: { transitDays: 9, receiptRate: 0.995 },
      verified: {
        transitDays: { p50: 8.5, p80: 11, p95: null },
        receiptRate: { value: 0.99, n: 400 },
        onTimeRate: null,
        n: 400,
        asOf: '2026-02-01T00:00:00.000Z',
        status: 'verified',
        why: null,
      },
    });
    expect((await read(young.id)).verified).toMatchObject({
      status: 'unverified',
      n: 12,
      why: expect.stringContaining('12 mature parcels of 30 needed'),
    });
    const listed = (await send<Listed<RouteDto>>('GET', `/v1/routes?providerId=${provider.id}`)).body.data;
    expect(listed.map(({ externalId, verified }) => [externalId, verified.status]).sort()).toEqual([
      ['PROVEN', 'verified'],
      ['YOUNG', 'unverified'],
    ]);
  });

  it('say which lanes fewer than two verified routes serve', async () => {
    const provider = await addProvider('P-coverage');
    for (const externalId of ['C-1', 'C-2'])
      await send('POST', '/v1/routes', {
        body: routeBody(externalId, provider.id, {
          originCountry: 'VN',
          destinationCountries: externalId === 'C-1' ? ['JP', 'KR'] : ['JP'],
        }),
      });
    await service.publish(
      card('route', 'C-1', 1, { mature: 400, delivered: 396 }),
      card('route', 'C-2', 1, { mature: 400, delivered: 396 }),
      card('lane', 'VN-KR', 1, { mature: 3, delivered: 3, parcels: 70, lane: ['VN', 'KR'] }),
      card('lane', 'VN-BR', 1, { mature: 3, delivered: 3, parcels: 5_000, lane: ['VN', 'BR'] }),
      card('lane', 'VN-BR', 1, {
        mature: 3,
        delivered: 3,
        parcels: 9_000,
        lane: ['VN', 'BR'],
        merchantId: rival,
      }),
    );
    await applied(10);
    const gaps = (await send<Listed<CoverageGap>>('GET', '/v1/coverage')).body.data;
    expect(gaps[0]).toEqual({
      originCountry: 'VN',
      destinationCountry: 'BR',
      routes: 0,
      verifiedRoutes: 0,
      parcels: 5_000,
    });
    expect(gaps.filter(({ originCountry }) => originCountry === 'VN').slice(1)).toEqual([
      { originCountry: 'VN', destinationCountry: 'KR', routes: 1, verifiedRoutes: 1, parcels: 70 },
    ]);
    const first = (await send<Listed<CoverageGap>>('GET', '/v1/coverage?limit=1')).body;
    expect(first.data).toEqual(gaps.slice(0, 1));
    const rest = (await send<Listed<CoverageGap>>('GET', `/v1/coverage?cursor=${first.nextCursor}`)).body;
    expect(rest).toEqual({ data: gaps.slice(1), nextCursor: null });
  });
});
