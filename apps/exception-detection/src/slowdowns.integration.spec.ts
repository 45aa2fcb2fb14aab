import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DwellDistribution, parseDwellDistribution } from '@landfall/domain';
import type { OutgoingEvent } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, registered, scanned } from './testing-events.spec-kit.ts';

interface Incident {
  kind: string;
  state: string;
  scope: { leg: string | null; destinationCountry: string | null };
  openedAt: string;
  detectedAt: string;
}

let service: TestService;
let token: string;

const hourMs = 3_600_000;
const begins = Date.UTC(2026, 2, 2);
const at = (hours: number): string => new Date(begins + hours * hourMs).toISOString();

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date(begins),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['exceptions:read']);
});
afterAll(() => service.close());

const incidents = async (): Promise<Incident[]> => {
  const answer = await fetch(`${service.url}/v1/incidents`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await answer.json()) as { data: Incident[] }).data;
};

const everyHours = 6;
/** When deliveries stop, in hours since the beginning, and when they go on. */
const stop = 18 * 24;
const goesOn = stop + 48;
const lasts = goesOn + 48;

/** A parcel that comes to the depot in an hour, and is delivered 12 to 36 hours later, unless deliveries have stopped. */
const parcelOf = (hour: number) => {
  const usually = hour + 12 + ((hour * 7) % 25);
  const isLate = usually >= stop && usually < goesOn;
  return { name: `p${hour}`, hour, delivered: isLate ? goesOn + ((hour * 5) % 24) : usually };
};
const parcels = Array.from({ length: lasts }, (_, hour) => parcelOf(hour));

it('finds that deliveries have stopped in a country, and that they go on', async () => {
  for (let until = everyHours; until <= lasts; until += everyHours) {
    const isNow = (hour: number) => hour >= until - everyHours && hour < until;
    const events: OutgoingEvent[] = [
      ...parcels
        .filter(({ hour }) => isNow(hour))
        .flatMap(({ name, hour }) => [
          registered(name, { promisedAt: null, registeredAt: at(hour) }),
          scanned(name, 'arrived_at_delivery_depot', at(hour)),
        ]),
      ...parcels
        .filter(({ delivered }) => isNow(delivered))
        .map(({ name, delivered }) => scanned(name, 'delivered', at(delivered))),
    ];
    await service.publish(...events);
    const [known, done] = [
      parcels.filter(({ hour }) => hour < until).length,
      parcels.filter(({ delivered }) => delivered < until).length,
    ];
    await eventually(
      () =>
        service.query<{ known: number; done: number }>(
          `SELECT count(*)::int AS known, count(*) FILTER (WHERE status = 'delivered')::int AS done
           FROM exception_detection.parcel WHERE registration IS NOT NULL`,
        ),
      ([counted]) => counted?.known === known && counted.done === done,
    );
    await service.setClock(new Date(at(until)));
  }

  const [incident, ...others] = await incidents();
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    kind: 'lane_slowdown',
    state: 'closed',
    scope: { leg: 'last_mile', destinationCountry: 'BR' },
  });
  const hoursOf = (told: string | undefined) => (Date.parse(told ?? '') - begins) / hourMs;
  // Of one parcel an hour it takes a day and more until it is no accident that none is delivered.
  expect(hoursOf(incident?.openedAt)).toBeGreaterThanOrEqual(stop - everyHours);
  expect(hoursOf(incident?.detectedAt)).toBeGreaterThan(stop);
  expect(hoursOf(incident?.detectedAt)).toBeLessThanOrEqual(stop + 36);
}, 180_000);

it('looks again within the hour when anything is heard', async () => {
  const nextLook = async () => {
    const [watch] = await service.query<{ at: Date }>(
      'SELECT next_look_at AS at FROM exception_detection.incident_watch',
    );
    return ((watch?.at.getTime() ?? NaN) - begins) / hourMs;
  };
  expect(await nextLook()).toBe(lasts + 3);
  await service.publish(
    registered('news', { promisedAt: null, registeredAt: at(lasts) }),
    scanned('news', 'arrived_at_delivery_depot', at(lasts)),
  );
  expect(await eventually(nextLook, (hours) => hours !== lasts + 3)).toBe(lasts + 1);
});

it('learns nothing from the parcels that were held up', async () => {
  const [lane] = await service.query<{ model: { stage: string; provider: string | null; dwell: unknown }[] }>(
    'SELECT model FROM exception_detection.dwell_lane',
  );
  const learned = lane?.model.find(({ stage, provider }) => stage === 'last_mile' && provider === null);
  const dwell = parseDwellDistribution(learned?.dwell);
  if (!(dwell instanceof DwellDistribution)) throw new Error(`nothing was learned: ${dwell.field}`);
  // Deliveries take 12 to 36 hours, and took up to 84 while they had stopped.
  expect(dwell.quantile(0.9)).toBeGreaterThan(24);
  expect(dwell.quantile(0.9)).toBeLessThan(40);
});
