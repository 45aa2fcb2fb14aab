import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deterministicId, type OutgoingEvent } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

interface Incident {
  id: string;
  kind: string;
  state: string;
  scope: { unitId: string | null };
  openedAt: string;
  closedAt: string | null;
}

interface Exception {
  code: string;
  state: string;
  incidentId: string | null;
}

let service: TestService;
let token: string;

const hourMs = 3_600_000;
const begins = Date.UTC(2026, 2, 20);
const at = (hours: number): string => new Date(begins + hours * hourMs).toISOString();

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date(begins),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

const get = async <T>(path: string): Promise<T> => {
  const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as T;
};
const stoppedUnits = async (): Promise<Incident[]> =>
  (await get<{ data: Incident[] }>('/v1/incidents')).data.filter(({ kind }) => kind === 'unit_stopped');
const brokenPromiseOf = async (name: string): Promise<Exception | undefined> => {
  const { exceptions } = await get<{ exceptions: Exception[] }>(`/v1/parcels/${parcelId(name)}`);
  return exceptions.find(({ code }) => code === 'promise_broken');
};
const inState = (status: string, count: number) =>
  eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE status = $1`, [status]),
    (parcels) => parcels.length === count,
  );

const unitOf = (flight: string) => ({ unitId: deterministicId('unit', flight), flightOrVoyage: flight });
const fromChina = { originCountry: 'CN', destination: { country: 'DE', state: null, city: null } };
const placeIn = (country: string) => ({ place: { country, city: null, facility: null } });

const membersOf = (flight: string, parcels: number) =>
  Array.from({ length: parcels }, (_, nth) => `${flight}-${nth}`);
/** The parcels of a flight are handed over, and four hours later it departs. */
const departs = (
  flight: string,
  parcels: number,
  hour: number,
  { recordedAt = at(hour + 4), promisedAt = null }: { recordedAt?: string; promisedAt?: string | null } = {},
): OutgoingEvent[] =>
  membersOf(flight, parcels).flatMap((name) => [
    registered(name, { ...fromChina, promisedAt, registeredAt: at(hour) }),
    scanned(name, 'handed_to_linehaul', at(hour), { recordedAt, ...placeIn('CN') }),
    scanned(name, 'departed_origin_country', at(hour + 4), {
      recordedAt,
      ...placeIn('CN'),
      ...unitOf(flight),
    }),
  ]);
const arrives = (flight: string, parcels: number, hour: number, recordedAt = at(hour)): OutgoingEvent[] =>
  membersOf(flight, parcels).map((name) =>
    scanned(name, 'arrived_in_destination_country', at(hour), {
      recordedAt,
      ...placeIn('DE'),
      ...unitOf(flight),
    }),
  );

it('finds a flight that stands still while those behind it arrive, and holds its parcels’ alarms until it arrives', async () => {
  // Flights of forty days, a few hours apart in how long they take; all told now, so that nobody's silence means anything yet.
  const past = Array.from({ length: 40 }, (_, nth) => ({
    flight: `past${nth}`,
    day: -41 + nth,
    takes: 30 + ((nth * 7) % 21),
  })).filter(({ day, takes }) => day * 24 + 4 + takes < 0);
  await service.publish(
    ...past.flatMap(({ flight, day, takes }) => [
      ...departs(flight, 8, day * 24, { recordedAt: at(0) }),
      ...arrives(flight, 8, day * 24 + 4 + takes, at(0)),
      ...membersOf(flight, 8).map((name) =>
        scanned(name, 'delivered', at(day * 24 + 5 + takes), { recordedAt: at(0), ...placeIn('DE') }),
      ),
    ]),
  );
  await inState('delivered', past.length * 8);
  await service.setClock(new Date(at(24)));

  await service.publish(...departs('stuck', 25, 24, { promisedAt: at(200) }));
  await inState('in_transit', 25);
  await service.setClock(new Date(at(28)));
  let found: Incident[] = [];
  let day = 2;
  for (; day <= 14 && found.length === 0; day++) {
    const flight = `next${day}`;
    await service.publish(...departs(flight, 2, day * 24), ...arrives(flight, 2, day * 24 + 5));
    await inState('in_transit', 25 + (day - 1) * 2);
    await service.setClock(new Date(at(day * 24 + 12)));
    found = await stoppedUnits();
  }

  expect(found).toEqual([
    expect.objectContaining({
      state: 'open',
      scope: {
        carrier: 'correios',
        leg: 'trunk_line',
        originCountry: 'CN',
        destinationCountry: 'DE',
        mode: null,
        ...unitOf('stuck'),
      },
      parcelCount: 25,
    }),
  ]);
  // Each was late before that, which is nobody's business while the flight stands still, and is again once it has arrived.
  const [incident] = found;
  await service.setClock(new Date(at(day * 24 + 36)));
  expect(await brokenPromiseOf('stuck-0')).toMatchObject({ state: 'held', incidentId: incident?.id });

  await service.publish(...arrives('stuck', 25, day * 24 + 36));
  await eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE state->>'currentWait' IS NOT NULL`),
    (arrived) => arrived.length === 25 + (day - 2) * 2,
  );
  await service.setClock(new Date(at(day * 24 + 37)));
  expect(await stoppedUnits()).toEqual([
    expect.objectContaining({ id: incident?.id, state: 'closed', closedAt: at(day * 24 + 37) }),
  ]);
  await service.setClock(new Date(at(day * 24 + 38)));
  expect(await brokenPromiseOf('stuck-0')).toMatchObject({ state: 'open', incidentId: null });
}, 180_000);
