import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  carrierPayloadsTopic,
  parcelStatesTopic,
  trackingEventsTopic,
  type DataOf,
} from '@landfall/contracts';
import { EventProducer, outgoing } from '@landfall/messaging';
import { SurroundingsError } from '@landfall/persistence';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { carrierTracking } from '../carrier-tracking.service.ts';
import { parcelRegistered } from '../testing.spec-kit.ts';
import { AdoptNumbers } from './schedule/adopt-numbers.ts';
import { sendJson, StubCarrier, type Misdeed } from './stub-carrier.spec-kit.ts';

type Reader = Awaited<ReturnType<TestService['topics']['read']>>;
type State = DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>;

const carrier = new StubCarrier();
const merchant = randomUUID();
let service: TestService;
let trackingEvents: Reader;
let payloads: Reader;

beforeAll(async () => {
  const { folder } = await carrier.start(
    'stub',
    '{ callsPerSecond: 50, burst: 5, timeout: 1s, maxAnswerBytes: 100000 }',
  );
  process.env['CARRIER_STUB_API_KEY'] = carrier.token;
  service = await startTestService(carrierTracking, {
    env: { POLLED_CARRIERS: 'stub', POLLED_CARRIERS_DIR: folder },
  });
  trackingEvents = await service.topics.read(trackingEventsTopic);
  payloads = await service.topics.read(carrierPayloadsTopic);
});

afterAll(async () => {
  await service.close();
  await carrier.stop();
  delete process.env['CARRIER_STUB_API_KEY'];
});

afterEach(async () => {
  await service.query(
    'DELETE FROM carrier_tracking.poll_group; UPDATE carrier_tracking.poll SET wanted_at = NULL, group_id = NULL',
  );
});

let numbers = 0;
/** A number that no other test uses. */
const freshNumber = () => `ST${String((numbers += 1)).padStart(9, '0')}`;

const register = async (number: string, merchantId = merchant): Promise<string> => {
  const parcelId = randomUUID();
  const registeredAt = new Date().toISOString();
  await service.publish(
    parcelRegistered(merchantId, {
      parcelId,
      trackingNumbers: [{ trackingNumber: number, carrier: 'Stub Post' }],
      placedAt: registeredAt,
      registeredAt,
    }),
  );
  return parcelId;
};

let versions = 0;
const tellState = (parcelId: string, changes: Partial<State>): Promise<void> =>
  service.publish(
    outgoing(
      parcelStatesTopic,
      'parcel.state_changed',
      { version: (versions += 1), merchantId: merchant },
      {
        parcelId,
        orderId: randomUUID(),
        state: 'in_transit',
        currentLeg: null,
        currentWait: null,
        lastMilestone: null,
        lastEventAt: null,
        dispatchedAt: null,
        outForDeliveryAt: null,
        deliveredAt: null,
        originCountry: 'CN',
        destinationCountry: 'US',
        routeId: null,
        promisedAt: null,
        estimate: null,
        ...changes,
      },
    ),
  );

interface PollRow {
  stage: string;
  registered: boolean;
  attempts: number | null;
  leased: boolean;
  /** Seconds from now; null: never. */
  due_in: number | null;
}
const pollOf = async (number: string): Promise<PollRow | undefined> =>
  (
    await service.query<PollRow>(
      `SELECT stage, coalesce(poll_group.registered, poll.registered) AS registered, attempts, lease IS NOT NULL AS leased,
         date_part('epoch', least(wanted_at, next_poll_at) - clock_timestamp()) AS due_in
       FROM carrier_tracking.poll LEFT JOIN carrier_tracking.poll_group ON poll_group.id = group_id WHERE number = $1`,
      [number],
    )
  )[0];
const pollUntil = (number: string, accept: (row: PollRow) => boolean) =>
  eventually(
    () => pollOf(number),
    (row) => row !== undefined && accept(row),
  );

/** As if the time had come, and all limits were over. */
const becomesDue = async (...those: string[]): Promise<void> => {
  await service.query(
    `UPDATE carrier_tracking.poller SET standing = standing || '{"pausedUntil": 0}'
       || jsonb_build_object('breaker', standing->'breaker' || '{"until": 0}')`,
  );
  await service.query('UPDATE carrier_tracking.poll SET wanted_at = now() WHERE number = ANY($1)', [those]);
};
const askedTimes = (number: string, count: number) =>
  eventually(
    () => Promise.resolve(carrier.asked(number).length),
    (times) => times >= count,
  );
/** Resolves when the carrier has answered about a number since it became due last. */
const answeredAgain = (number: string) =>
  pollUntil(number, ({ due_in, leased }) => !leased && due_in !== null && due_in > 60);

const milestonesOf = (records: ReadRecord[], parcelId: string) =>
  records
    .filter(({ key }) => key === parcelId)
    .map(({ value }) => (value as { milestone: string }).milestone);
const told = async (parcelId: string, count: number) =>
  milestonesOf(
    await trackingEvents.until((records) => milestonesOf(records, parcelId).length >= count),
    parcelId,
  );
const payloadsOf = async (number: string) =>
  (await payloads.until(() => true)).filter(({ key }) => key === `stub-post/${number}`).length;

interface Figures {
  calls: number;
  failed: number;
  throttled: number;
  strangers: number;
  lastFault: { reason: string } | null;
}
const figures = async (): Promise<Figures> => {
  const [row] = await service.query<{ figures: Figures }>('SELECT figures FROM carrier_tracking.poller');
  if (!row) throw new Error('nobody is polled');
  return row.figures;
};

describe('a carrier who is polled', () => {
  it('is told of a number first, then asked, and what he tells reaches the parcel', async () => {
    const number = freshNumber();
    carrier.tells(number, 'InTransit_PickedUp', 'InTransit_Departure');
    const parcelId = await register(number);
    expect(await told(parcelId, 2)).toEqual(['picked_up', 'departed_facility']);
    const [first, second] = carrier.calls.filter((call) => call.numbers.includes(number));
    expect([first?.path, second?.path]).toEqual(['/register', '/ask']);
    expect(second?.token).toBe(carrier.token);
    expect(await answeredAgain(number)).toMatchObject({ registered: true, attempts: 0 });
  });

  it('costs nothing more as long as he tells nothing new', async () => {
    const number = freshNumber();
    carrier.tells(number, 'InTransit_PickedUp');
    const parcelId = await register(number);
    await told(parcelId, 1);
    for (const times of [2, 3]) {
      await answeredAgain(number);
      await becomesDue(number);
      await askedTimes(number, times);
    }
    await answeredAgain(number);
    carrier.tells(number, 'InTransit_PickedUp', 'InTransit_Departure');
    await becomesDue(number);
    expect(await told(parcelId, 2)).toEqual(['picked_up', 'departed_facility']);
    expect(await payloadsOf(number)).toBe(2);
  });

  it('tells all merchants who registered a number, and is asked about it once', async () => {
    const number = freshNumber();
    carrier.tells(number, 'InTransit_PickedUp');
    const [mine, his] = [await register(number), await register(number, randomUUID())];
    await Promise.all([told(mine, 1), told(his, 1)]);
    await answeredAgain(number);
    expect(await service.query('SELECT FROM carrier_tracking.poll WHERE number = $1', [number])).toHaveLength(
      1,
    );
    expect(carrier.asked(number)).toHaveLength(1);
  });

  it('is asked about several numbers at once, as many as he takes', async () => {
    const all = Array.from({ length: 10 }, freshNumber);
    const before = carrier.calls.length;
    for (const number of all) carrier.tells(number, 'InTransit_PickedUp');
    const parcels = await Promise.all(all.map((number) => register(number)));
    await Promise.all(parcels.map((parcelId) => told(parcelId, 1)));
    const sizes = carrier.calls.slice(before).map((call) => call.numbers.length);
    expect(Math.max(...sizes)).toBe(3);
  });

  it('is not asked about the numbers of others', async () => {
    const number = freshNumber();
    await service.publish(
      parcelRegistered(merchant, { trackingNumbers: [{ trackingNumber: number, carrier: 'pigeon' }] }),
    );
    const later = freshNumber();
    carrier.tells(later, 'InTransit_PickedUp');
    await told(await register(later), 1);
    expect(await pollOf(number)).toBeUndefined();
    expect(carrier.calls.flatMap((call) => call.numbers)).not.toContain(number);
  });

  it('is asked about numbers that were registered before he was polled, but for those of parcels that have ended', async () => {
    const [under, ended] = [freshNumber(), freshNumber()];
    const parcels = [await register(under), await register(ended)];
    // Their registrations are on partitions of their own: one may be read long before the other.
    await pollUntil(under, () => true);
    await pollUntil(ended, () => true);
    await tellState(parcels[1] ?? '', { state: 'delivered' });
    await pollUntil(ended, ({ stage }) => stage === 'ended');
    await service.query('DELETE FROM carrier_tracking.poll_group');
    await service.query('DELETE FROM carrier_tracking.poll WHERE number = ANY($1)', [[under, ended]]);
    await service.query('UPDATE carrier_tracking.poller SET adopted_for = NULL');
    await service.app.get(AdoptNumbers, { strict: false }).adopt(new AbortController().signal);
    expect((await pollOf(under))?.due_in).toBeLessThanOrEqual(3_600);
    expect(await pollOf(ended)).toBeUndefined();
    expect(await service.query('SELECT adopted_for FROM carrier_tracking.poller')).toEqual([
      { adopted_for: 'stub-post' },
    ]);
  });
});

describe('how often he is asked', () => {
  it('follows the parcel: often on its last way, never when it has ended and some time is over', async () => {
    const number = freshNumber();
    carrier.tells(number, 'InTransit_PickedUp');
    const parcelId = await register(number);
    await told(parcelId, 1);
    await answeredAgain(number);
    await tellState(parcelId, { state: 'out_for_delivery', currentLeg: 'last_mile' });
    await askedTimes(number, 4);
    await tellState(parcelId, { state: 'delivered' });
    await pollUntil(number, ({ stage }) => stage === 'ended');
    await answeredAgain(number);
    const last = carrier.asked(number).length;
    await service.query(
      `UPDATE carrier_tracking.poll SET ended_at = now() - interval '3 hours', wanted_at = now() WHERE number = $1`,
      [number],
    );
    await pollUntil(number, ({ due_in }) => due_in === null);
    expect(carrier.asked(number)).toHaveLength(last + 1);
  });

  it('follows the most urgent of the parcels that share a number, whichever is told first', async () => {
    const number = freshNumber();
    const [early, late] = [randomUUID(), await register(number)];
    await tellState(early, { currentLeg: 'import_customs' });
    await service.publish(
      parcelRegistered(merchant, {
        parcelId: early,
        trackingNumbers: [{ trackingNumber: number, carrier: 'stub_post' }],
      }),
    );
    await tellState(late, { state: 'delivered' });
    await pollUntil(number, ({ stage }) => stage === 'import_customs');
    await tellState(early, { state: 'returned' });
    await pollUntil(number, ({ stage }) => stage === 'ended');
  });
});

describe('a carrier who', () => {
  /** A number that has been told of once, and whose carrier then does something else; tells what he does at the call behind that. */
  const afterMisdeed = async (misdeed: Misdeed): Promise<{ number: string; fault: string | undefined }> => {
    const number = freshNumber();
    carrier.tells(number, 'InTransit_PickedUp');
    const parcelId = await register(number);
    await told(parcelId, 1);
    await answeredAgain(number);
    const before = await figures();
    carrier.tells(number, 'InTransit_PickedUp', 'InTransit_Departure');
    carrier.does(misdeed);
    await becomesDue(number);
    const after = await eventually(figures, ({ calls }) => calls > before.calls);
    await pollUntil(number, ({ leased }) => !leased);
    await becomesDue(number);
    expect(await told(parcelId, 2)).toEqual(['picked_up', 'departed_facility']);
    await answeredAgain(number);
    const went = after.failed + after.throttled > before.failed + before.throttled;
    return { number, fault: went ? after.lastFault?.reason : undefined };
  };

  it.each<[string, string | undefined, Misdeed]>([
    ['hangs', 'timeout', () => undefined],
    ['dies in the middle', 'und_err_socket', (_, response) => void response.socket?.destroy()],
    [
      'dies in the middle of his answer',
      'und_err_socket',
      (_, response) => {
        response.writeHead(200, { 'content-length': '5000' }).write('{"code":0,"data":{"accepted":[{"num');
        response.socket?.end();
      },
    ],
    [
      'breaks off his answer',
      'malformed_json',
      (_, response) => sendJson(response, '{"code":0,"data":{"acc'),
    ],
    ['has an error', 'http_500', (_, response) => sendJson(response, { code: 0 }, 500)],
    ['tells of an error with status 200', 'error_answer', (_, response) => sendJson(response, { code: -9 })],
    ['never ends', 'too_large', (_, response) => sendJson(response, `"${'x'.repeat(200_000)}"`)],
    [
      'sends us elsewhere',
      'http_302',
      (_, response) => sendJson(response, {}, 302, { location: 'http://127.0.0.1:9/' }),
    ],
    ['throttles', 'throttled', (_, response) => sendJson(response, '', 429, { 'retry-after': '3600' })],
    ['tells nothing', undefined, (_, response) => sendJson(response, { code: 0, data: { accepted: [] } })],
  ])('%s is asked again, and nothing is lost or told twice', async (_, fault, misdeed) => {
    expect(await afterMisdeed(misdeed)).toMatchObject({ fault });
  });

  it('tells of other parcels is not believed', async () => {
    const victim = freshNumber();
    const parcelId = await register(victim);
    await answeredAgain(victim);
    const { strangers } = await figures();
    await afterMisdeed((_, response) => {
      carrier.tells(victim, 'Delivered_Other');
      const accepted = [carrier.itemOf(victim)];
      carrier.tells(victim);
      sendJson(response, { code: 0, data: { accepted } });
    });
    expect((await figures()).strangers).toBe(strangers + 1);
    expect(milestonesOf(await trackingEvents.until(() => true), parcelId)).toEqual([]);
  });

  it('throttles is left alone as long as he says', async () => {
    const number = freshNumber();
    carrier.does((_, response) => sendJson(response, '', 429, { 'retry-after': '2' }));
    await register(number);
    await askedTimes(number, 2);
    const [refused, again] = carrier.asked(number);
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  it('fails again and again is left alone for a while, then asked once, then as before', async () => {
    const all = Array.from({ length: 12 }, freshNumber);
    for (const number of all) carrier.tells(number, 'InTransit_PickedUp');
    const parcels = await Promise.all(all.map((number) => register(number)));
    await Promise.all(parcels.map((parcelId) => told(parcelId, 1)));
    await Promise.all(all.map(answeredAgain));
    const breaker = async () => {
      const [row] = await service.query<{ state: string; trips: number; until: number }>(
        `SELECT breaker->>'state' AS state, (breaker->>'trips')::int AS trips, (breaker->>'until')::float8 AS until
         FROM (SELECT standing->'breaker' AS breaker FROM carrier_tracking.poller) AS poller`,
      );
      return row ?? { state: '', trips: 0, until: 0 };
    };
    const comeDue = () =>
      service.query('UPDATE carrier_tracking.poll SET wanted_at = now() WHERE number = ANY($1)', [all]);
    const atRest = () => Promise.all(all.map((number) => pollUntil(number, ({ leased }) => !leased)));
    const asks = () => carrier.calls.filter(({ path }) => path === '/ask').length;

    carrier.alwaysDoes((_, response) => sendJson(response, {}, 503));
    await eventually(
      async () => {
        await comeDue();
        return breaker();
      },
      ({ state }) => state === 'open',
    );
    await atRest();
    expect((await breaker()).until).toBeGreaterThan(Date.now());
    const atOpening = asks();

    await becomesDue(...all);
    await eventually(breaker, ({ state, trips }) => state === 'open' && trips === 2);
    await atRest();
    expect(asks()).toBe(atOpening + 1);

    const token = await service.tokenOf(merchant, ['tracking:read']);
    const shown = async () => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${service.url}/v1/carriers/polls`, { headers });
      return (await answer.json()) as object;
    };
    expect(await shown()).toMatchObject({
      data: [{ name: 'stub', state: 'failing', lastFault: { reason: 'http_503' } }],
    });

    carrier.alwaysDoes(undefined);
    await becomesDue(...all);
    await Promise.all(all.map(answeredAgain));
    expect(await breaker()).toMatchObject({ state: 'closed' });
    expect(await shown()).toMatchObject({ data: [{ name: 'stub', state: 'polling', until: null }] });
  });
});

describe('news that Kafka does not confirm', () => {
  it('is asked for again, and told once', async () => {
    const number = freshNumber();
    carrier.tells(number, 'InTransit_PickedUp');
    const refusing = jest
      .spyOn(service.app.get(EventProducer, { strict: false }), 'send')
      .mockRejectedValueOnce(new SurroundingsError('Kafka did not confirm the write'));
    const parcelId = await register(number);
    await askedTimes(number, 1);
    await pollUntil(number, ({ leased, registered }) => registered && !leased);
    refusing.mockRestore();
    await becomesDue(number);
    expect(await told(parcelId, 1)).toEqual(['picked_up']);
    await answeredAgain(number);
    expect(carrier.asked(number)).toHaveLength(2);
  });
});
