import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exceptionsTopic, parcelStatesTopic, trackingEventsTopic } from '@landfall/contracts';
import { deterministicId } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { cancelled, merchantId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

interface Answer {
  state: string;
  currentLeg: string | null;
  deliveredAt: string | null;
  timeline: { milestone: string; mark: string | null }[];
  exceptions: { code: string; state: string; occurrence: number; because: string | null; openedAt: string }[];
  estimate: { p10: string; p50: string; p90: string; pLate: number } | null;
}

let service: TestService;
let token: string;

const get = async (path: string, bearer = token): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${bearer}` } });
  return { status: answer.status, body: await answer.json() };
};
const parcel = (name: string, accept: (answer: Answer) => boolean): Promise<Answer> =>
  eventually(
    async () => (await get(`/v1/parcels/${parcelId(name)}`)).body as Answer,
    (answer) => answer.state !== undefined && accept(answer),
  );
const codes = (answer: Answer, state = 'open') =>
  answer.exceptions.filter((exception) => exception.state === state).map((exception) => exception.code);

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-01-01T00:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

describe('a parcel', () => {
  it('follows its scans, whatever came first', async () => {
    await service.publish(scanned('early', 'picked_up', '2026-01-02T10:00:00-03:00'));
    await service.publish(registered('early'));
    await service.publish(scanned('early', 'delivered', '2026-01-05T10:00:00-03:00'));
    const answer = await parcel('early', (now) => now.state === 'delivered' && now.timeline.length === 2);
    expect(answer.deliveredAt).toBe('2026-01-05T13:00:00.000Z');
    expect(answer.timeline.map((entry) => entry.milestone)).toEqual(['picked_up', 'delivered']);
    expect(answer.estimate).toBeNull();
  });

  it('is folded anew when a scan arrives late, and applied once when it is told twice', async () => {
    await service.publish(registered('late'), scanned('late', 'out_for_delivery', '2026-01-04T10:00:00Z'));
    await parcel('late', (now) => now.state === 'out_for_delivery');
    const pickup = scanned('late', 'picked_up', '2026-01-03T10:00:00Z');
    await service.publish(pickup);
    await service.publish(pickup, scanned('late', 'delivered', '2026-01-04T12:00:00Z'));
    const answer = await parcel('late', (now) => now.state === 'delivered');
    expect(answer.timeline.map((entry) => entry.milestone)).toEqual([
      'picked_up',
      'out_for_delivery',
      'delivered',
    ]);
    expect(codes(answer)).toEqual([]);
  });

  it('takes a scan as it was last corrected, also when both tellings come together', async () => {
    await service.publish(registered('corrected'), scanned('corrected', 'picked_up', '2026-01-02T10:00:00Z'));
    await parcel('corrected', (now) => now.state === 'in_transit');
    const wrong = scanned('corrected', 'delivered', '2026-01-03T10:00:00Z');
    const { eventId } = wrong.data as { eventId: string };
    const right = scanned('corrected', 'available_for_pickup', '2026-01-03T11:00:00Z', {
      eventId,
      revision: 1,
    });
    await service.publish(wrong, { ...right, type: 'tracking.milestone_corrected' });
    const answer = await parcel('corrected', (now) => now.timeline.length === 2);
    expect(answer).toMatchObject({ state: 'available_for_pickup', deliveredAt: null });
  });

  it('shows what its merchant should look at in its numbers', async () => {
    const number = {
      trackingNumber: 'RR123456784CN',
      carrier: 'china-post',
      warnings: [{ code: 'tracking_number_check_digit', detail: 'its check digit is wrong' }],
    };
    await service.publish(registered('warned', { trackingNumbers: [number] }));
    expect(await parcel('warned', () => true)).toMatchObject({ trackingNumbers: [number] });
  });

  it('shows when its carriers expect it, beside what we do', async () => {
    await service.publish(registered('expected'));
    expect(await parcel('expected', () => true)).toMatchObject({ carrierEstimate: null });
    await service.publish(
      scanned('expected', 'picked_up', '2026-01-02T10:00:00Z', { carrierEstimate: '2026-01-20' }),
      scanned('expected', 'departed_facility', '2026-01-03T10:00:00Z', { carrierEstimate: '2026-01-22' }),
      scanned('expected', 'arrived_at_facility', '2026-01-02T20:00:00Z', {
        carrierEstimate: '2026-01-21T12:00:00-03:00',
      }),
    );
    const answer = await parcel('expected', (now) => now.timeline.length === 3);
    expect(answer).toMatchObject({
      carrierEstimate: { at: '2026-01-22', source: 'test', toldAt: '2026-01-03T10:00:00Z' },
      estimate: { p50: expect.any(String) },
    });
  });

  it('shows what cannot be true', async () => {
    await service.publish(
      registered('impossible'),
      scanned('impossible', 'delivered', '2026-01-02T10:00:00Z'),
      scanned('impossible', 'picked_up', '2026-01-03T10:00:00Z'),
    );
    const answer = await parcel('impossible', (now) => now.timeline.length === 2);
    expect(answer.state).toBe('delivered');
    expect(codes(answer)).toEqual(['status_contradiction']);
    expect(answer.timeline.some((entry) => entry.mark === 'contradictory')).toBe(true);
  });

  it('moves on although its order was cancelled, and the exception ends with the delivery', async () => {
    await service.publish(registered('cancelled'), scanned('cancelled', 'picked_up', '2026-01-01T10:00:00Z'));
    await service.publish(cancelled('cancelled', '2026-01-01T12:00:00Z'));
    const open = await parcel('cancelled', (now) =>
      now.timeline.some((entry) => entry.milestone === 'cancelled'),
    );
    expect(codes(open)).toEqual(['cancelled_in_flight']);
    await service.publish(scanned('cancelled', 'delivered', '2026-01-02T10:00:00Z'));
    expect(codes(await parcel('cancelled', (now) => now.state === 'delivered'), 'cleared')).toEqual([
      'cancelled_in_flight',
    ]);
  });

  it('belongs to its merchant alone', async () => {
    const stranger = await service.tokenOf(deterministicId('merchant', 'stranger'), ['parcels:read']);
    await service.publish(registered('private'));
    await parcel('private', () => true);
    const list = await get('/v1/parcels', stranger);
    expect(list).toEqual({ status: 200, body: { data: [], nextCursor: null } });
  });
});

describe('what is told of a parcel', () => {
  it('is opened and cleared where it was over when it was heard of, and told once', async () => {
    const name = 'wrong-house-number';
    await service.publish(
      registered(name),
      scanned(name, 'arrived_at_delivery_depot', '2026-01-02T08:00:00Z'),
    );
    await parcel(name, (now) => now.timeline.length === 1);
    await service.publish(
      scanned(name, 'address_problem', '2026-01-02T10:00:00Z'),
      scanned(name, 'out_for_delivery', '2026-01-03T08:00:00Z'),
    );
    const answer = await parcel(name, (now) => now.state === 'out_for_delivery');
    expect(answer.exceptions).toMatchObject([
      { code: 'address_problem', state: 'cleared', occurrence: 1, openedAt: '2026-01-02T10:00:00.000Z' },
    ]);
    const told = await (
      await service.topics.read(exceptionsTopic)
    ).until((records) =>
      records.some(
        ({ key, headers }) => key === parcelId(name) && headers['ce_type'] === 'exception.cleared',
      ),
    );
    expect(told.filter(({ key }) => key === parcelId(name)).map(({ headers }) => headers['ce_type'])).toEqual(
      ['exception.opened', 'exception.cleared'],
    );
  });
});

describe('what does not happen in time', () => {
  it('opens at its due time, is told, and clears by itself', async () => {
    await service.publish(registered('silent', { registeredAt: '2026-01-01T00:00:00Z' }));
    await parcel('silent', () => true);
    await service.setClock(new Date('2026-01-04T00:00:00Z'));
    const open = await parcel('silent', (now) => codes(now).length > 0);
    expect(codes(open)).toEqual(['not_online']);
    expect(open.exceptions[0]?.openedAt).toBe('2026-01-04T00:00:00.000Z');

    await service.publish(scanned('silent', 'picked_up', '2026-01-03T10:00:00Z'));
    const cleared = await parcel('silent', (now) => now.state === 'in_transit');
    expect(codes(cleared, 'cleared')).toEqual(['not_online']);

    const told = await (
      await service.topics.read(exceptionsTopic)
    ).until((records) =>
      records.some(
        (record) => record.key === parcelId('silent') && record.headers['ce_type'] === 'exception.cleared',
      ),
    );
    const ofParcel = told.filter((record) => record.key === parcelId('silent'));
    expect(ofParcel.map((record) => record.headers['ce_type'])).toEqual([
      'exception.opened',
      'exception.cleared',
    ]);
  });

  it('breaks a promise at the promised time', async () => {
    await service.publish(
      registered('promised', { promisedAt: '2026-01-05T00:00:00Z' }),
      scanned('promised', 'picked_up', '2026-01-04T10:00:00Z'),
    );
    await parcel('promised', (now) => now.timeline.length === 1);
    await service.setClock(new Date('2026-01-05T00:00:00Z'));
    expect(codes(await parcel('promised', (now) => codes(now).length > 0))).toEqual(['promise_broken']);
    await service.publish(scanned('promised', 'delivered', '2026-01-04T20:00:00Z'));
    expect(codes(await parcel('promised', (now) => now.state === 'delivered'))).toEqual([]);
  });
});

describe('the explanation of a parcel', () => {
  it('has each rule with its threshold, and what the estimate is made of', async () => {
    await service.publish(
      registered('why', { promisedAt: null }),
      scanned('why', 'departed_warehouse', '2026-01-05T00:00:00Z'),
    );
    await parcel('why', (now) => now.timeline.length === 1);
    const { status, body } = await get(`/v1/parcels/${parcelId('why')}/explain`);
    expect(status).toBe(200);
    const { rules, estimate } = body as {
      rules: { code: string; verdict: string; next: unknown }[];
      estimate: { reason: string; parts: { stage: string; origin: { level: string } }[] };
    };
    expect(rules.find(({ code }) => code === 'leg_stalled')).toMatchObject({
      verdict: 'clear',
      clears: 'the parcel leaves that leg or wait, or awaits its consignee at a pick-up point',
      // Three days, and 4 h less a tenth in which its leaving may not have been told.
      next: { at: '2026-01-08T03:36:00.000Z', threshold: { hours: 72 }, basis: '1.2 x prior P95' },
    });
    expect(estimate.reason).toMatch(/^in awaiting injection for \d+ h; 80% leave within \d+ h$/);
    expect(estimate.parts.map(({ stage }) => stage)).toEqual(['awaiting_injection', 'last_mile']);
    expect((await get(`/v1/parcels/${parcelId('nobody')}/explain`)).status).toBe(404);
  });
});

describe('the lists', () => {
  it('find parcels by number and exceptions by code, highest stakes first', async () => {
    await service.publish(registered('rich', { price: { amount: '900.00', currency: 'BRL' } }));
    await parcel('rich', () => true);
    const byNumber = (await get('/v1/parcels?trackingNumber=N-rich')).body as { data: { id: string }[] };
    expect(byNumber.data.map((one) => one.id)).toEqual([parcelId('rich')]);
    await service.setClock(new Date('2026-01-30T00:00:00Z'));
    const exceptions = (await get('/v1/exceptions?state=open&code=not_online&sort=-recoverableValue&limit=1'))
      .body as {
      data: { parcelId: string }[];
      nextCursor: string;
    };
    expect(exceptions.data[0]?.parcelId).toBe(parcelId('rich'));
    const next = (
      await get(
        `/v1/exceptions?state=open&code=not_online&sort=-recoverableValue&cursor=${exceptions.nextCursor}`,
      )
    ).body as { data: { parcelId: string }[] };
    expect(next.data.every((one) => one.parcelId !== parcelId('rich'))).toBe(true);
    expect((await get('/v1/exceptions?colour=red')).status).toBe(400);
    expect((await get('/v1/exceptions?cursor=nonsense')).status).toBe(400);
  });
});

describe('a scan that claims another merchant', () => {
  it('is kept apart from the parcel it names', async () => {
    await service.publish(registered('mine'));
    await parcel('mine', () => true);
    const forged = {
      ...scanned('mine', 'lost', '2026-01-02T10:00:00Z'),
      merchantId: deterministicId('merchant', 'thief'),
    };
    await service.publish(forged, scanned('mine', 'picked_up', '2026-01-02T11:00:00Z'));
    const answer = await parcel('mine', (now) => now.timeline.length > 0);
    expect(answer.timeline.map((entry) => entry.milestone)).toEqual(['picked_up']);
    expect(answer.state).toBe('in_transit');
  });

  it('does not disturb its neighbours when it is no event at all', async () => {
    await service.publish(registered('neighbour'));
    await service.topics.put(trackingEventsTopic, {
      key: parcelId('neighbour'),
      value: '{}',
      headers: { ce_type: 'x' },
    });
    await service.publish(scanned('neighbour', 'picked_up', '2026-01-02T11:00:00Z'));
    await parcel('neighbour', (now) => now.state === 'in_transit');
    expect(await service.query('SELECT reason FROM exception_detection.quarantine')).toHaveLength(1);
    const states = await (
      await service.topics.read(parcelStatesTopic)
    ).until((records) => records.length > 3);
    expect(states.every((record) => record.headers['ce_merchantid'] === merchantId)).toBe(true);
  });
});
