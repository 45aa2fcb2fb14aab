import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  parcelsTopic,
  parcelStatesTopic,
  quarantineTopic,
  routesTopic,
  scorecardsTopic,
  type DataOf,
} from '@landfall/contracts';
import { deterministicId, outgoing } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { analytics } from './analytics.service.ts';
import { scorecardIdOf } from './publish-scorecards/changed-scorecards.ts';
import type { Scorecard } from './scorecard/scorecard.ts';

type Registered = DataOf<typeof parcelsTopic, 'parcel.registered'>;
type State = DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>;
type Card = DataOf<typeof scorecardsTopic, 'scorecard.published'>;

const merchant = deterministicId('merchant', 'analytics test');
const rival = deterministicId('merchant', 'rival');
const routeId = deterministicId('route', 'AIR-1');
const providerId = deterministicId('provider', 'one');
const idOf = (name: string) => deterministicId('parcel', name);
const money = { amount: '20.00', currency: 'USD' };

const registered = (
  name: string,
  more: Partial<Registered> = {},
  { version = 1, merchantId = merchant, id = '' } = {},
) =>
  outgoing(
    parcelsTopic,
    'parcel.registered',
    { version, merchantId, ...(id && { id }) },
    {
      parcelId: idOf(name),
      orderId: deterministicId('order', name),
      externalOrderId: name,
      marketplace: 'shopify',
      purpose: 'outbound',
      replacesParcelId: null,
      trackingNumbers: [{ trackingNumber: `LX${name}CN`, carrier: 'yanwen' }],
      routeId: 'AIR-1',
      originCountry: 'CN',
      destination: { country: 'US', state: null, city: null },
      placedAt: '2025-12-19T00:00:00Z',
      registeredAt: '2025-12-19T12:00:00Z',
      shippedAt: null,
      promisedAt: '2026-01-01T00:00:00Z',
      promiseSource: 'merchant',
      declaredWeightGrams: null,
      price: money,
      goodsCost: money,
      goodsCostAssumed: false,
      logisticsCost: null,
      buyerReference: deterministicId('buyer', name),
      cancelledAt: null,
      ...more,
    },
  );

const moved = (name: string, version: number, more: Partial<State> = {}, merchantId = merchant) =>
  outgoing(
    parcelStatesTopic,
    'parcel.state_changed',
    { version, merchantId },
    {
      parcelId: idOf(name),
      orderId: deterministicId('order', name),
      state: 'in_transit',
      currentLeg: null,
      currentWait: null,
      lastMilestone: null,
      lastEventAt: null,
      dispatchedAt: '2025-12-20T12:00:00Z',
      outForDeliveryAt: null,
      deliveredAt: null,
      originCountry: 'CN',
      destinationCountry: 'US',
      routeId: 'AIR-1',
      promisedAt: null,
      estimate: null,
      ...more,
    },
  );

const delivered = (name: string, version: number, deliveredAt: string) =>
  moved(name, version, { state: 'delivered', deliveredAt });

const airOne = outgoing(
  routesTopic,
  'route.changed',
  { version: 1, merchantId: merchant },
  {
    routeId,
    externalId: 'AIR-1',
    name: 'Air',
    providerId,
    originCountry: 'CN',
    destinationCountries: ['US'],
    transitCountries: [],
    legs: [{ leg: 'last_mile', carrier: 'usps' }],
    mode: 'express',
    terms: 'DDP',
    clearance: 'express',
    claimedTransitDays: 8,
  },
);

let service: TestService;
let token: string;

/** Waits until every event put on the topics so far has been applied. */
const applied = (events: number) =>
  eventually(
    async () => {
      const [row] = await service.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM analytics.processed_event',
      );
      return row?.count;
    },
    (count) => count === events,
  );

const list = async (query: string, bearer = token) => {
  const answer = await fetch(`${service.url}/v1/scorecards?${query}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return {
    status: answer.status,
    body: (await answer.json()) as { data: Scorecard[]; nextCursor: string | null; code?: string },
  };
};

const cardsTold = async (count: number) => {
  const records = await (await service.topics.read(scorecardsTopic)).until((all) => all.length >= count);
  return records.map(({ headers, value }) => ({
    version: Number(headers['ce_version']),
    card: value as Card,
  }));
};

beforeAll(async () => {
  service = await startTestService(analytics, { now: new Date('2026-01-01T10:00:00Z') });
  token = await service.tokenOf(merchant, ['analytics:read']);
});

afterAll(async () => {
  await service.close();
});

describe('analytics, one merchant through January', () => {
  it('keeps one row of facts a parcel, whatever comes first and however often', async () => {
    const first = registered('a');
    await service.publish(moved('b', 1), delivered('c', 2, '2025-12-30T12:00:00Z'));
    await service.publish(first, moved('a', 1), moved('a', 1));
    await applied(4);
    await service.publish(first, registered('b'), registered('c'), airOne);
    await service.publish(delivered('a', 2, '2025-12-28T12:00:00Z'), registered('never scanned'));
    await service.publish(registered('cancelled'), registered('return', { purpose: 'return' }));
    await service.publish(
      outgoing(
        parcelsTopic,
        'parcel.cancelled',
        { version: 2, merchantId: merchant },
        {
          parcelId: idOf('cancelled'),
          orderId: deterministicId('order', 'cancelled'),
          cancelledAt: '2025-12-19T13:00:00Z',
        },
      ),
    );
    await applied(12);
    // A late repeat under another id: its version is known and changes nothing.
    await service.publish(registered('a', { routeId: 'other' }, { id: deterministicId('repeat') }));
    await applied(13);
    const facts = await service.query(
      `SELECT route_id, dispatched_at, delivered_at, registration_version, state_version, merchant_id
       FROM analytics.parcel_fact WHERE parcel_id = $1`,
      [idOf('a')],
    );
    expect(facts).toEqual([
      {
        route_id: 'AIR-1',
        dispatched_at: new Date('2025-12-20T12:00:00Z'),
        delivered_at: new Date('2025-12-28T12:00:00Z'),
        registration_version: '1',
        state_version: '2',
        merchant_id: merchant,
      },
    ]);
    expect(await service.query('SELECT FROM analytics.parcel_fact')).toHaveLength(6);
  });

  it('sets aside an event about the parcel of another merchant', async () => {
    await service.publish(moved('a', 9, { deliveredAt: null }, rival));
    const [record] = await (await service.topics.read(quarantineTopic)).until((all) => all.length === 1);
    expect(record?.value).toMatchObject({ reason: 'cannot_be_applied' });
    const [fact] = await service.query<{ state_version: string }>(
      'SELECT state_version FROM analytics.parcel_fact WHERE parcel_id = $1',
      [idOf('a')],
    );
    expect(fact?.state_version).toBe('2');
  });

  it('is due at the next midnight UTC and not before', async () => {
    expect(await service.setClock(new Date('2026-01-01T23:59:59Z'))).toMatchObject({
      nextDueAt: '2026-01-02T00:00:00.000Z',
    });
    expect(await service.query('SELECT FROM analytics.scorecard')).toHaveLength(0);
  });

  it('then tells each card once, and is due again when the first parcel matures', async () => {
    expect(await service.setClock(new Date('2026-01-02T00:00:00Z'))).toMatchObject({
      nextDueAt: '2026-01-19T00:00:00.000Z',
    });
    const told = await cardsTold(3);
    expect(told.map(({ card }) => [card.by, card.subject]).sort()).toEqual([
      ['lane', 'CN-US'],
      ['provider', providerId],
      ['route', 'AIR-1'],
    ]);
    for (const { version, card } of told) {
      expect(version).toBe(1);
      expect(card).toMatchObject({ parcels: 4, mature: 0, receiptRate: null, onTimeRate: null });
      expect(card.computedAt).toBe('2026-01-02T00:00:00.000Z');
    }
    const lane = told.find(({ card }) => card.by === 'lane')?.card;
    expect(lane?.scorecardId).toBe(scorecardIdOf(merchant, { by: 'lane', subject: 'CN-US' }));
  });

  it('counts a never scanned parcel from its registration, the others from their dispatch', async () => {
    // Registered on 19 December at noon: mature on 18 January at noon.
    expect(await service.setClock(new Date('2026-01-18T11:59:59Z'))).toMatchObject({
      nextDueAt: '2026-01-19T00:00:00.000Z',
    });
    expect((await list('by=lane')).body.data).toMatchObject([{ mature: 0 }]);
    expect(await service.setClock(new Date('2026-01-18T12:00:00Z'))).toMatchObject({ outboxEmpty: true });
    expect((await list('by=lane')).body.data).toMatchObject([
      { mature: 1, receiptRate: { value: 0, n: 1 }, transitDays: { p50: null } },
    ]);
    expect(await service.setClock(new Date('2026-01-20T00:00:00Z'))).toMatchObject({ nextDueAt: null });
  });

  it('has told the matured figures, each version once', async () => {
    const told = await cardsTold(6);
    expect(told).toHaveLength(6);
    const lane = told.filter(({ card }) => card.by === 'lane');
    expect(lane.map(({ version, card }) => [version, card.mature])).toEqual([
      [1, 0],
      [2, 4],
    ]);
    const figures = lane[1]?.card;
    // 8 and 10 days, two infinite: the median lies between 10 and infinity.
    expect(figures?.transitDays).toEqual({ p50: null, p80: null, p95: null });
    expect(figures?.receiptRate).toMatchObject({ value: 0.5, n: 4 });
    expect(figures?.onTimeRate).toMatchObject({ value: 0.5, n: 4 });
  });

  it('tells nothing anew when a change leaves every figure as it is', async () => {
    await service.publish(moved('b', 2, { state: 'out_for_delivery' }));
    await applied(14);
    expect(await service.setClock(new Date('2026-01-20T01:00:00Z'))).toMatchObject({ nextDueAt: null });
    await service.publish(registered('return', { purpose: 'return', routeId: 'AIR-2' }, { version: 2 }));
    await applied(15);
    expect(await service.setClock(new Date('2026-01-21T00:00:00Z'))).toMatchObject({ nextDueAt: null });
    await service.publish(delivered('b', 3, '2026-01-20T12:00:00Z'));
    await applied(16);
    // Its 31 days raise the lane's P99 to under 31: on the 22nd all four parcels are older.
    await service.setClock(new Date('2026-01-22T00:00:00Z'));
    const lane = (await cardsTold(9)).filter(({ card }) => card.by === 'lane');
    expect(lane.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(lane[2]?.card).toMatchObject({ mature: 4, receiptRate: { value: 0.75, n: 4 } });
    expect(lane[2]?.card.transitDays.p50).toBe(20.5);
  });
});

describe('GET /v1/scorecards', () => {
  it('ranks by the lower bound of the receipt rate and pages', async () => {
    await service.publish(
      registered('d', { routeId: 'SLOW' }),
      registered('e', { routeId: 'FAST' }),
      delivered('e', 1, '2025-12-25T12:00:00Z'),
    );
    await applied(19);
    const all = (await list('by=route')).body.data.map(({ subject }) => subject);
    expect(all).toEqual(['AIR-1', 'FAST', 'SLOW']);
    const first = (await list('by=route&limit=2')).body;
    expect(first.data.map(({ subject }) => subject)).toEqual(['AIR-1', 'FAST']);
    const second = (await list(`by=route&limit=2&cursor=${first.nextCursor}`)).body;
    expect(second).toMatchObject({ data: [{ subject: 'SLOW' }], nextCursor: null });
  });

  it('filters by ship date and country', async () => {
    expect((await list('from=2025-12-20T00:00:00Z')).body.data).toMatchObject([{ parcels: 4 }]);
    expect((await list('to=2025-12-20T00:00:00Z')).body.data).toMatchObject([{ parcels: 2 }]);
    expect((await list('country=DE')).body).toEqual({ data: [], nextCursor: null });
    expect((await list('country=US&by=provider')).body.data).toMatchObject([
      { subject: providerId, parcels: 4 },
    ]);
  });

  it("never shows another merchant's parcels", async () => {
    expect((await list('', await service.tokenOf(rival, ['analytics:read']))).body.data).toEqual([]);
  });

  it.each([
    ['by=leg', 400, 'validation_failed'],
    ['from=2026-01-01', 400, 'validation_failed'],
    ['colour=red', 400, 'validation_failed'],
    ['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 400, 'invalid_period'],
    ['cursor=nonsense', 400, 'invalid_cursor'],
  ])('refuses %s', async (query, status, code) => {
    expect(await list(query)).toMatchObject({ status, body: { code } });
  });

  it('is for keys with the scope', async () => {
    expect(await list('', await service.tokenOf(merchant, ['orders:read']))).toMatchObject({ status: 403 });
  });
});
