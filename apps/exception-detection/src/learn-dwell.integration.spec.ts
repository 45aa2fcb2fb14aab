import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

interface Exception {
  code: string;
  leg: string;
  openedAt: string;
  evidence: { threshold: { hours: number }; basis: string };
}

let service: TestService;
let token: string;

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-03-20T12:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

const hour = (day: number, hours: number): string =>
  new Date(Date.UTC(2026, 2, day) + hours * 3_600_000).toISOString();

/** A parcel that left the warehouse on a day of March and was at the depot so many hours later, and delivered so many after that. */
const travelled = (name: string, day: number, hours: number, lastMileHours: number) => [
  registered(name, { promisedAt: null }),
  scanned(name, 'departed_warehouse', hour(day, 1)),
  scanned(name, 'arrived_at_delivery_depot', hour(day, 1 + hours)),
  scanned(name, 'delivered', hour(day, 1 + hours + lastMileHours)),
];

const stallsOf = async (name: string): Promise<Exception[]> => {
  const answer = await fetch(`${service.url}/v1/parcels/${parcelId(name)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { exceptions } = (await answer.json()) as { exceptions: Exception[] };
  return exceptions.filter(({ code }) => code === 'leg_stalled');
};

const totals = () =>
  service.query<{ stage: string; entered: number; left: number | null; weekdays: number | null }>(
    `SELECT stage, sum(n) FILTER (WHERE cell = 0)::int AS entered, sum(n) FILTER (WHERE cell BETWEEN 1 AND 50)::int AS left,
       sum(n) FILTER (WHERE cell > 300)::int AS weekdays
     FROM exception_detection.dwell_count GROUP BY stage ORDER BY stage`,
  );

it('learns at midnight how long parcels take, and what is late by that', async () => {
  const journeys = Array.from({ length: 120 }, (_, nth) =>
    travelled(`p${nth}`, 1 + (nth % 15), 20 + (nth % 9), 10 + 4 * (nth % 9)),
  ).flat();
  // Told twice, and counted once.
  await service.publish(...journeys);
  await service.publish(...journeys);
  await eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE status = 'delivered'`),
    (delivered) => delivered.length === 120,
  );
  await service.setClock(new Date('2026-03-21T00:00:00Z'));

  expect(await totals()).toEqual([
    { stage: 'available_for_pickup', entered: 120, left: 120, weekdays: null },
    { stage: 'awaiting_injection', entered: 120, left: 120, weekdays: null },
    { stage: 'last_mile', entered: 120, left: 120, weekdays: 120 },
  ]);

  const [told] = await service.query<{ stages_known: number; log_spreads: number }>(
    'SELECT stages_known, log_spreads FROM exception_detection.dwell_lane',
  );
  // What other lanes lean on: these parcels differ by less than priors say.
  expect(told?.stages_known).toBeGreaterThanOrEqual(1);
  expect(told?.log_spreads).toBeLessThan(-0.3);

  await service.publish(
    registered('stuck', { promisedAt: null }),
    scanned('stuck', 'departed_warehouse', hour(21, 0)),
  );
  await eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE status = 'in_transit'`),
    (moving) => moving.length === 1,
  );
  await service.setClock(new Date('2026-03-23T12:00:00Z'));
  const [stall] = await eventually(
    () => stallsOf('stuck'),
    (stalls) => stalls.length > 0,
  );
  expect(stall).toMatchObject({
    leg: 'awaiting_injection',
    evidence: {
      basis: expect.stringMatching(/^99\.67% of \d+ parcels of the provider and lane were faster$/),
    },
  });
  expect(stall?.evidence.threshold.hours).toBeGreaterThan(28);
  expect(stall?.evidence.threshold.hours).toBeLessThan(60);
});

it('takes back what a late scan shows to have been otherwise', async () => {
  await service.publish(scanned('p0', 'arrived_at_warehouse', hour(1, 0)));
  await eventually(
    () => service.query('SELECT FROM exception_detection.dwell_change'),
    (changes) => changes.length > 0,
  );
  await service.setClock(new Date('2026-03-24T00:00:00Z'));
  expect(await totals()).toEqual([
    { stage: 'available_for_pickup', entered: 120, left: 120, weekdays: null },
    { stage: 'awaiting_injection', entered: 121, left: 120, weekdays: null },
    { stage: 'last_mile', entered: 120, left: 120, weekdays: 120 },
    { stage: 'warehousing', entered: 1, left: 1, weekdays: null },
  ]);
});

it('forgets days that are long gone', async () => {
  await service.setClock(new Date('2026-06-19T00:00:00Z'));
  // From 21 March on.
  expect(await totals()).toEqual([{ stage: 'awaiting_injection', entered: 1, left: null, weekdays: null }]);
  await service.setClock(new Date('2026-06-20T00:00:00Z'));
  expect(await totals()).toEqual([]);
});
