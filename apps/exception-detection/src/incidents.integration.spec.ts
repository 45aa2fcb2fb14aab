import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exceptionsTopic } from '@landfall/contracts';
import { eventually, startTestService, type ReadRecord, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

interface Exception {
  code: string;
  state: string;
  incidentId: string | null;
}

let service: TestService;
let token: string;

/** The hours of March before the feed falls silent, on the 20th at 12:00. */
const silent = Date.UTC(2026, 2, 20, 12);
const at = (hours: number): string => new Date(silent + hours * 3_600_000).toISOString();

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date(silent),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read', 'exceptions:read']);
});
afterAll(() => service.close());

const get = async <T>(path: string): Promise<T> => {
  const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as T;
};
const stallOf = async (name: string): Promise<Exception | undefined> => {
  const { exceptions } = await get<{ exceptions: Exception[] }>(`/v1/parcels/${parcelId(name)}`);
  return exceptions.find(({ code }) => code === 'leg_stalled');
};
const incidents = async () => (await get<{ data: { id: string; state: string }[] }>('/v1/incidents')).data;
/** What has been told of a parcel once so many incidents have been told to be over, and this much of it at least. */
const toldOf = async (name: string, closed: number, least: number): Promise<(string | undefined)[]> => {
  const typesOf = (records: { headers: Record<string, string> }[]) =>
    records.map(({ headers }) => headers['ce_type']);
  const ofParcel = (records: ReadRecord[]) => records.filter(({ key }) => key === parcelId(name));
  const records = await (
    await service.topics.read(exceptionsTopic)
  ).until(
    (some) =>
      typesOf(some).filter((type) => type === 'incident.closed').length >= closed &&
      ofParcel(some).length >= least,
  );
  return typesOf(ofParcel(records));
};
/** Registered when the feed falls silent, so that none is missed online whichever topic is read first. */
const registeredNow = (name: string) => registered(name, { promisedAt: null, registeredAt: at(0) });

it('holds alarms back while a feed is silent, and lets go what still stands when it is heard again', async () => {
  const heard = Array.from({ length: 15 * 24 }, (_, nth) =>
    scanned('chatty', 'in_transit', at(nth - 15 * 24), { place: null }),
  );
  const waiting = Array.from({ length: 25 }, (_, nth) => [
    registeredNow(`w${nth}`),
    // At the depot for 144 hours when the feed falls silent: it stalls when its leaving would have been told, 3.6 h later.
    scanned(`w${nth}`, 'arrived_at_delivery_depot', at(-144)),
  ]).flat();
  await service.publish(registeredNow('chatty'), ...heard, ...waiting);
  await eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE status = 'in_transit'`),
    (parcels) => parcels.length === 26,
  );

  // Before the stall is due nothing is amiss yet; six hours of silence are, and the stall before them is quieted.
  await service.setClock(new Date(at(3)));
  expect(await incidents()).toEqual([]);
  await service.setClock(new Date(at(5)));
  expect(await stallOf('w0')).toMatchObject({ state: 'open', incidentId: null });
  await service.setClock(new Date(at(7)));
  const [incident] = await incidents();
  expect(incident).toMatchObject({
    state: 'open',
    kind: 'feed_silence',
    scope: { carrier: 'correios', leg: null, originCountry: null, destinationCountry: null, mode: null },
    parcelCount: 26,
    openedAt: at(0),
    detectedAt: at(7),
  });
  await service.setClock(new Date(at(8)));
  expect(await stallOf('w0')).toMatchObject({ state: 'held', incidentId: incident?.id });

  // One parcel is delivered when the feed is heard again, the others are stalled indeed.
  await service.publish(scanned('w1', 'delivered', at(1), { recordedAt: at(8) }));
  await eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE status = 'delivered'`),
    (parcels) => parcels.length === 1,
  );
  await service.setClock(new Date(at(9)));
  expect(await incidents()).toMatchObject([{ id: incident?.id, state: 'closed', closedAt: at(9) }]);
  await service.setClock(new Date(at(10)));
  expect(await stallOf('w0')).toMatchObject({ state: 'open', incidentId: null });
  expect(await stallOf('w1')).toMatchObject({ state: 'cleared' });
  await eventually(
    () => service.query('SELECT FROM exception_detection.outbox'),
    (rows) => rows.length === 0,
  );
  expect(await toldOf('w0', 1, 3)).toEqual(['exception.opened', 'exception.updated', 'exception.updated']);
});

it('says nothing of what it held back from the beginning', async () => {
  await service.publish(registeredNow('quiet'), scanned('quiet', 'arrived_at_delivery_depot', at(10 - 137)));
  await eventually(
    () => service.query(`SELECT FROM exception_detection.parcel WHERE status = 'in_transit'`),
    (parcels) => parcels.length === 26,
  );
  await service.setClock(new Date(at(24)));
  const held = await stallOf('quiet');
  expect(held).toMatchObject({ state: 'held', incidentId: expect.any(String) });
  await service.publish(scanned('quiet', 'delivered', at(11), { recordedAt: at(24) }));
  await eventually(
    () => stallOf('quiet'),
    (stall) => stall?.state === 'cleared',
  );
  expect(await stallOf('quiet')).toMatchObject({ state: 'cleared', incidentId: held?.incidentId });
  await service.setClock(new Date(at(25)));
  expect(await toldOf('quiet', 2, 0)).toEqual([]);
});
