import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quarantineTopic } from '@landfall/contracts';
import { deterministicId } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import {
  merchantId,
  parcelId,
  registered,
  routeChanged,
  routeId,
  scanned,
} from './testing-events.spec-kit.ts';

interface Answer {
  state: string;
  timeline: { milestone: string }[];
  exceptions: { code: string; state: string }[];
  estimate: { p50: string } | null;
}

const rival = deterministicId('merchant', 'rival');

let service: TestService;
let token: string;

const parcel = (name: string, scans: number): Promise<Answer> =>
  eventually(
    async () => {
      const answer = await fetch(`${service.url}/v1/parcels/${parcelId(name)}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()) as Answer;
    },
    (answer) => answer.state !== undefined && answer.timeline.length === scans,
  );
const openOf = (answer: Answer) =>
  answer.exceptions.filter(({ state }) => state === 'open').map(({ code }) => code);

/** Waits until each of the events has been applied: nothing orders a route's topic and a parcel's. */
const told = async (...events: Parameters<TestService['publish']>) => {
  await service.publish(...events);
  const ids = [...new Set(events.map((event) => event.id))];
  await eventually(
    () =>
      service.query('SELECT FROM exception_detection.processed_event WHERE event_id = ANY($1::uuid[])', [
        ids,
      ]),
    (rows) => rows.length === ids.length,
  );
};

const registeredOn = (name: string, carried: string) =>
  registered(name, {
    routeId: carried,
    originCountry: 'CN',
    destination: { country: 'DE', state: null, city: null },
    promisedAt: null,
  });
const asksDuty = (name: string) =>
  scanned(name, 'duty_requested', '2026-01-01T10:00:00Z', {
    place: { country: 'DE', city: null, facility: null },
  });
const seenIn = (name: string, country: string) =>
  scanned(name, 'in_transit', '2026-01-01T09:00:00Z', { place: { country, city: null, facility: null } });

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-01-01T12:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

describe('a parcel on a route of the pool', () => {
  it.each([
    ['our id', routeId('AIR-1')],
    ["the merchant's own name", 'AIR-1'],
  ])('named by %s is breached when duty is asked though the route pays it', async (_, carried) => {
    await told(routeChanged('AIR-1', 1));
    await service.publish(registeredOn(`duty ${carried}`, carried), asksDuty(`duty ${carried}`));
    expect(openOf(await parcel(`duty ${carried}`, 1))).toEqual(['ddp_breach']);
  });

  it('may be seen in a country of its transit, and in no other', async () => {
    await told(routeChanged('AIR-1', 1));
    await service.publish(registeredOn('transit', 'AIR-1'), seenIn('transit', 'BE'));
    await service.publish(registeredOn('astray', 'AIR-1'), seenIn('astray', 'ZA'));
    expect(openOf(await parcel('transit', 1))).toEqual([]);
    expect(openOf(await parcel('astray', 1))).toEqual(['misrouted']);
  });

  it('is expected by the mode of its route, from the moment at which the route is known', async () => {
    await service.publish(registeredOn('shipped', 'SEA-1'));
    const before = await parcel('shipped', 0);
    await told(routeChanged('SEA-1', 1, { mode: 'ocean' }));
    const after = await parcel('shipped', 0);
    expect(Date.parse(after.estimate?.p50 ?? '') - Date.parse(before.estimate?.p50 ?? '')).toBeGreaterThan(
      10 * 24 * 3_600_000,
    );
  });

  it('is looked at with a changed route at its next event, and left alone until then', async () => {
    await told(routeChanged('TURN', 1, { terms: 'DAP' }));
    await service.publish(registeredOn('turned', 'TURN'), asksDuty('turned'));
    expect(openOf(await parcel('turned', 1))).toEqual([]);
    const row = () =>
      service.query('SELECT version, xmin FROM exception_detection.parcel WHERE parcel_id = $1', [
        parcelId('turned'),
      ]);
    const untouched = await row();
    await told(routeChanged('TURN', 2, { terms: 'DDP' }));
    expect(await row()).toEqual(untouched);
    await service.publish(scanned('turned', 'import_customs_held', '2026-01-01T11:00:00Z', { place: null }));
    expect(openOf(await parcel('turned', 2))).toContain('ddp_breach');
  });
});

describe('a route', () => {
  it('stands as its latest version, told twice and in any order', async () => {
    const latest = routeChanged('MIXED', 3, { terms: 'DAP' });
    await told(latest);
    await told(routeChanged('MIXED', 2, { terms: 'DDP' }), latest, routeChanged('MIXED', 1));
    const rows = await service.query<{ version: string; terms: string }>(
      `SELECT version, told->>'terms' AS terms FROM exception_detection.route WHERE external_id = 'MIXED'`,
    );
    expect(rows).toEqual([{ version: '3', terms: 'DAP' }]);
    await service.publish(registeredOn('mixed', 'MIXED'), asksDuty('mixed'));
    expect(openOf(await parcel('mixed', 1))).toEqual([]);
  });

  it('whose own name is the id of another gives way to that one', async () => {
    await told(
      routeChanged('PLAIN', 1, { terms: 'DAP' }),
      routeChanged('IMPOSTOR', 1, { externalId: routeId('PLAIN'), terms: 'DDP' }),
    );
    await service.publish(registeredOn('plain', routeId('PLAIN')), asksDuty('plain'));
    expect(openOf(await parcel('plain', 1))).toEqual([]);
  });

  it('of another merchant is not used, neither by its name nor by its id', async () => {
    await told(
      routeChanged('SHARED', 1, { routeId: routeId('theirs'), transitCountries: [] }, rival),
      routeChanged('HOME', 1),
    );
    await service.publish(registeredOn('by name', 'SHARED'), asksDuty('by name'));
    await service.publish(registeredOn('by id', routeId('theirs')), asksDuty('by id'));
    expect(openOf(await parcel('by name', 1))).toEqual([]);
    expect(openOf(await parcel('by id', 1))).toEqual([]);

    await told(routeChanged('SHARED', 1, { terms: 'DDP' }));
    await service.publish(registeredOn('ours', 'SHARED'), asksDuty('ours'));
    expect(openOf(await parcel('ours', 1))).toEqual(['ddp_breach']);
  });

  it('cannot be told by another merchant', async () => {
    await told(routeChanged('MINE', 1, { terms: 'DAP' }));
    await service.publish(routeChanged('MINE', 2, { terms: 'DDP' }, rival));
    const [record] = await (await service.topics.read(quarantineTopic)).until((all) => all.length === 1);
    expect(record?.value).toMatchObject({ reason: 'cannot_be_applied' });
    await service.publish(registeredOn('still mine', 'MINE'), asksDuty('still mine'));
    expect(openOf(await parcel('still mine', 1))).toEqual([]);
  });
});
