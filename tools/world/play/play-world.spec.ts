import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFaults } from '../faults.ts';
import { makeWorld, type World } from '../life/world.ts';
import { day, hour, rfc3339 } from '../wire/instants.ts';
import { playWorld, type Played } from './play-world.ts';
import { RecordingEdges } from './recording-edges.spec-kit.ts';

const worldOf = (parcels: number, spec?: string, units = false): World => {
  const faults = readFaults(spec);
  if (typeof faults === 'string') throw new Error(faults);
  return makeWorld({ seed: 3, parcels, days: 30, units, ...faults });
};
const play = (edges: RecordingEdges, world: World): Promise<Played> =>
  playWorld(edges, world, 6, () => undefined, new AbortController().signal);

/** Parcels can be read and say nothing; everything else is as usual. */
const withoutEstimates = (path: string) =>
  /^\/v1\/parcels\/id-\d+$/.test(path)
    ? { status: 200, body: { currentLeg: null, currentWait: null, estimate: null } }
    : undefined;

interface Scan {
  trackingNumber: string;
  carrier: string;
  occurredAt: string;
  milestone: string;
}

describe('a play', () => {
  const world = worldOf(300);
  const edges = new RecordingEdges(withoutEstimates);
  let played: Played;
  beforeAll(async () => {
    played = await play(edges, world);
  });
  const scans = () =>
    edges
      .sentTo('/v1/tracking-events/batch')
      .flatMap(({ clock, body }) => (body as Scan[]).map((scan) => ({ ...scan, clock: Date.parse(clock) })));

  it('puts the clock forward step by step, to the end of the world', () => {
    const steps = edges.clocks.map((now) => Date.parse(now));
    expect(steps[0]).toBe(world.begins);
    expect(steps.at(-1)).toBe(world.ends);
    for (const [index, now] of steps.slice(1, -1).entries()) expect(now - (steps[index] ?? 0)).toBe(6 * hour);
  });

  it('places every order of its time once, in its own step', () => {
    const placed = edges.sentTo('/v1/orders/batch').flatMap(({ clock, body }) =>
      (body as { orders: { externalId: string; placedAt: string }[] }).orders.map((order) => ({
        ...order,
        clock: Date.parse(clock),
      })),
    );
    expect(placed.map((order) => order.externalId).toSorted()).toEqual(
      world.orders.map((order) => order.externalId).toSorted(),
    );
    for (const { placedAt, clock } of placed) {
      expect(clock - Date.parse(placedAt)).toBeGreaterThanOrEqual(0);
      expect(clock - Date.parse(placedAt)).toBeLessThanOrEqual(6 * hour + 1_000);
    }
  });

  it('tells nothing before it happened, but for the nonsense', () => {
    const nonsense = new Set(
      world.parcels.filter(({ fate }) => fate === 'bad_input').map((parcel) => parcel.numbers[0]?.number),
    );
    expect(scans().length).toBeGreaterThan(1_000);
    expect(
      scans().filter(
        ({ occurredAt, clock, trackingNumber }) =>
          Date.parse(occurredAt) > clock && !nonsense.has(trackingNumber),
      ),
    ).toEqual([]);
  });

  it('pushes an aggregator’s numbers, and none of them in our own shape', () => {
    expect(edges.sentTo('/v1/carriers/17track/webhooks').length).toBeGreaterThan(20);
    expect(scans().filter(({ carrier }) => ['correios', 'royal-mail'].includes(carrier))).toEqual([]);
  });

  it('registers each parcel with its order, and the next company’s number later', () => {
    const registered = edges.sentTo(/^\/v1\/orders\/id-\d+\/parcels$/);
    const inTime = world.parcels.filter((parcel) => parcel.registeredAt < world.ends);
    expect(registered).toHaveLength(inTime.length);
    expect(edges.sentTo(/tracking-numbers$/).length).toBeGreaterThan(50);
  });

  it('cancels what was cancelled', () =>
    expect(edges.sentTo(/\/cancel$/)).toHaveLength(
      world.orders.filter(({ cancelledAt }) => cancelledAt !== null && cancelledAt < world.ends).length,
    ));

  it('asks a system without incidents for them once', () =>
    expect(edges.sentTo(/^\/v1\/incidents/)).toHaveLength(1));

  it('counts the scans that it told', () => expect(played.eventsSent).toBeGreaterThan(1_000));
});

describe('a play with units', () => {
  const world = worldOf(200, 'none', true);
  const edges = new RecordingEdges(withoutEstimates);
  let played: Played;
  beforeAll(async () => {
    played = await play(edges, world);
  });

  it('tells what happened to a unit once, by its id', () => {
    const units = edges.sentTo('/v1/units').map(({ body }) => (body as { externalId: string }).externalId);
    expect(new Set(units).size).toBe(units.length);
    const events = edges
      .sentTo('/v1/tracking-events/batch')
      .flatMap(({ body }) => body as { unitId?: string; milestone: string; trackingNumber?: string }[]);
    const ofUnits = events.filter((event) => event.unitId !== undefined);
    expect(new Set(ofUnits.map(({ unitId, milestone }) => `${unitId} ${milestone}`)).size).toBe(
      ofUnits.length,
    );
    expect(ofUnits.length).toBeGreaterThan(units.length);
    expect(events.filter((event) => event.milestone === 'departed_origin_country')).toEqual(
      ofUnits.filter((event) => event.milestone === 'departed_origin_country'),
    );
    expect(played.eventsSent).toBeGreaterThanOrEqual(events.length);
  });

  it('puts each parcel into one', () => {
    const contents = edges
      .sentTo(/^\/v1\/units\/id-\d+\/contents$/)
      .flatMap(({ body }) => (body as { parcelIds: string[] }).parcelIds);
    expect(contents.length).toBeGreaterThan(100);
    expect(new Set(contents).size).toBe(contents.length);
  });
});

describe('what is read on the way', () => {
  const world = worldOf(60, 'none');
  const delivery = (at: number) => rfc3339(world.begins + at * day);
  const found = { id: 'i1', kind: 'feed_silence', scope: { routeId: 'id-2' }, parcelCount: 7 };
  const edges = new RecordingEdges(
    (path) => {
      if (path.startsWith('/v1/incidents')) return { status: 200, body: {} };
      if (!/^\/v1\/parcels\/id-\d+$/.test(path)) return undefined;
      const estimate = { p10: delivery(10), p50: delivery(12), p90: delivery(15) };
      return { status: 200, body: { currentLeg: null, currentWait: 'awaiting_uplift', estimate } };
    },
    (path, clock) => {
      if (path === '/v1/incidents')
        return Date.parse(clock) >= world.begins + 5 * day
          ? [
              { ...found, openedAt: delivery(4), detectedAt: delivery(5 - 1 / 12), closedAt: null },
              { ...found, id: 'i2', openedAt: delivery(4), detectedAt: delivery(4), closedAt: null },
            ]
          : [];
      return Array.from({ length: 400 }, (_, id) => [
        { ...alarm, parcelId: `id-${id}`, state: 'held', incidentId: 'i1', clearedAt: null },
        { ...alarm, parcelId: `id-${id}`, state: 'cleared', incidentId: 'i1', clearedAt: delivery(9) },
        { ...alarm, parcelId: `id-${id}`, state: 'cleared', incidentId: null, clearedAt: delivery(9) },
      ]).flat();
    },
  );
  const alarm = {
    code: 'leg_stalled',
    leg: 'collection',
    orderId: 'o',
    openedAt: delivery(7),
    detectedAt: delivery(8),
  };
  let played: Played;
  beforeAll(async () => {
    played = await play(edges, world);
  });

  it('an incident is found when it is told to be, where the looks at the list agree, by our name of its route', () =>
    // The other claims to have been found a day before it was first listed.
    expect(played.incidents).toEqual(
      [world.begins + 5 * day - 2 * hour, world.begins + 5 * day].map((foundAt) => ({
        kind: 'feed_silence',
        scope: { routeId: 'pearl-us-air' },
        foundAt,
        openedAt: world.begins + 4 * day,
        closedAt: null,
        parcelCount: 7,
      })),
    ));

  it('an estimate is laid beside the true delivery and the claimed one', () => {
    expect(played.readings.filter((reading) => reading.atHandOver).length).toBeGreaterThan(10);
    for (const { p10, p50, p90, stage, deliveredAt, readAt, claimedAt } of played.readings) {
      expect([p10, p50, p90].map((at) => (at - world.begins) / day)).toEqual([10, 12, 15]);
      expect(stage).toBe('awaiting_uplift');
      expect(deliveredAt).toBeGreaterThan(readAt);
      expect(claimedAt).toBeGreaterThan(world.begins);
    }
  });

  it('an alarm that an incident held to its end, or holds still, alarmed nobody', () => {
    const [parcel] = world.parcels;
    expect(parcel && played.alarmsOfParcel(parcel).map(({ held, endedAt }) => [held, endedAt])).toEqual([
      [true, null],
      [true, world.begins + 9 * day],
      [false, world.begins + 9 * day],
    ]);
  });
});
