import { describe, expect, it } from '@jest/globals';
import { parcelsTopic, routesTopic, trackingEventsTopic, validateEvent } from '@landfall/contracts';
import { watchedWorld } from './watched-world.ts';

const plan = { seed: 5, parcels: 60, days: 20 };

describe('what is told of a world', () => {
  const world = watchedWorld(plan);

  it('is the same for the same plan', () => {
    expect(watchedWorld(plan)).toEqual(world);
    expect(watchedWorld({ ...plan, seed: 6 }).scans[0]).not.toEqual(world.scans[0]);
  });

  it('is what the contracts of its topics allow', () => {
    const faults = [
      ...world.scans.map(({ scan }) =>
        validateEvent(trackingEventsTopic, 'tracking.milestone_reached', scan),
      ),
      ...world.registrations.map((parcel) => validateEvent(parcelsTopic, 'parcel.registered', parcel)),
      ...world.routes.map((route) => validateEvent(routesTopic, 'route.changed', route)),
    ].filter(({ ok }) => !ok);
    expect(faults).toEqual([]);
  });

  it('comes in the order of its telling, of registered parcels on known routes', () => {
    const told = world.scans.map(({ scan }) => Date.parse(scan.recordedAt));
    expect(told).toEqual([...told].sort((one, other) => one - other));
    const parcels = new Set(world.registrations.map(({ parcelId }) => parcelId));
    expect(world.scans.every(({ scan }) => parcels.has(scan.parcelId))).toBe(true);
    const routes = new Set(world.routes.map(({ externalId }) => externalId));
    expect(world.registrations.every(({ routeId }) => routes.has(routeId ?? ''))).toBe(true);
  });

  it('has some ten scans of a parcel, each with an id of its own', () => {
    expect(world.scans.length).toBeGreaterThan(8 * plan.parcels);
    expect(new Set(world.scans.map(({ eventId }) => eventId)).size).toBe(world.scans.length);
  });
});
