import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, parcelId, placed, registered, scanned } from './testing-events.spec-kit.ts';

const now = '2027-01-15T12:00:00Z';
let service: TestService;
let token: string;

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date(now),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

interface Parcel {
  state: string;
  deliveredAt: string | null;
  timeline: { milestone: string }[];
  estimate: unknown;
  exceptions: unknown[];
}

const get = async <Answer>(path: string): Promise<Answer> => {
  const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as Answer;
};
const parcel = (name: string, scans: number): Promise<Parcel> =>
  eventually(
    () => get<Parcel>(`/v1/parcels/${parcelId(name)}`),
    ({ timeline }) => timeline?.length === scans,
  );

it('a past that is brought a year later is followed, and alarms nobody', async () => {
  const about = { registeredAt: now, promisedAt: '2026-01-09T00:00:00Z' };
  await service.publish(placed('past'), placed('lost', { shipBy: '2026-01-03T00:00:00Z' }));
  await service.publish(registered('past', about), registered('lost', { ...about, promisedAt: null }));
  // One by one, so that each is the last that is known for a while.
  const journey = [
    scanned('past', 'picked_up', '2026-01-02T10:00:00-03:00', { recordedAt: now }),
    scanned('past', 'export_customs_held', '2026-01-04T10:00:00-03:00', { recordedAt: now }),
    scanned('past', 'export_customs_released', '2026-01-07T10:00:00-03:00', { recordedAt: now }),
    scanned('past', 'delivered', '2026-01-12T10:00:00-03:00', { recordedAt: now }),
  ];
  for (const [index, scan] of journey.entries()) {
    await service.publish(scan);
    await parcel('past', index + 1);
  }
  await service.publish(scanned('lost', 'picked_up', '2026-01-02T10:00:00-03:00', { recordedAt: now }));
  await parcel('lost', 1);
  await service.setClock(new Date('2027-01-25T12:00:00Z'));

  expect(await parcel('past', 4)).toMatchObject({
    state: 'delivered',
    deliveredAt: '2026-01-12T13:00:00.000Z',
    estimate: null,
    exceptions: [],
  });
  expect(await parcel('lost', 1)).toMatchObject({ state: 'in_transit', estimate: null, exceptions: [] });
  expect(await get('/v1/exceptions')).toMatchObject({ data: [] });
  // Dwell is learned from the last 90 days: what is older is counted on its day, and forgotten at midnight.
  expect(await service.query('SELECT FROM exception_detection.dwell_count WHERE n > 0')).toEqual([]);
});

it('a past of the last 90 days is learned from, each stay on its own day', async () => {
  await service.publish(
    registered('recent', { registeredAt: '2027-01-25T12:00:00Z', promisedAt: null }),
    scanned('recent', 'departed_warehouse', '2026-12-20T10:00:00Z', { recordedAt: now }),
    scanned('recent', 'arrived_at_delivery_depot', '2026-12-22T10:00:00Z', { recordedAt: now }),
    scanned('recent', 'delivered', '2026-12-23T10:00:00Z', { recordedAt: now }),
  );
  await parcel('recent', 3);
  await service.setClock(new Date('2027-01-26T00:00:00Z'));
  const days = await service.query<{ stage: string; day: number }>(
    `SELECT stage, day FROM exception_detection.dwell_count WHERE cell = 0 AND n > 0 ORDER BY day, stage`,
  );
  const dayOf = (date: string) => Date.parse(date) / 86_400_000;
  expect(days.map(({ day }) => day)).toContain(dayOf('2026-12-20'));
  expect(days.every(({ day }) => day >= dayOf('2026-12-20') && day <= dayOf('2026-12-23'))).toBe(true);
});

it('a parcel of the past that is heard of again is watched like any other', async () => {
  await service.publish(
    scanned('lost', 'export_customs_held', '2027-01-26T00:00:00Z', { recordedAt: '2027-01-26T00:00:00Z' }),
  );
  const { exceptions } = await parcel('lost', 2);
  expect(exceptions).toMatchObject([{ code: 'customs_held', state: 'open' }]);
});
