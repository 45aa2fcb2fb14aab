import { describe, expect, it } from '@jest/globals';
import { expectedEffects } from '../rig/effects.ts';
import { activeParcel, claimsOf, parcelIdOf } from './aged-parcels.ts';
import type { Aged } from './aged-parcels.ts';
import { agedEffects, agedStream, parcelsBefore } from './aged-stream.ts';

const aged: Aged = { parcels: 1_000, active: 100, merchantIds: ['a', 'b', 'c'] };

describe('the stream of an aged table', () => {
  const events = Array.from({ length: 600 }, agedStream(5, aged));

  it('goes on with the youngest parcels only, each from where it stands', () => {
    const young = new Set(Array.from({ length: 300 }, (_, index) => parcelIdOf(index - 200)));
    expect(events.every(({ scan }) => young.has(scan.parcelId))).toBe(true);
    const before = parcelsBefore(aged, events);
    expect(before.size).toBeGreaterThan(70);
    expect([...before.values()].every(({ version }) => version === activeParcel(0, aged).version)).toBe(true);
  });

  it('has one new parcel in six events', () => {
    const before = parcelsBefore(aged, events);
    const fresh = new Set(events.map(({ scan }) => scan.parcelId).filter((id) => !before.has(id)));
    expect(fresh.size).toBe(100);
  });

  it('has the merchant of each parcel, and no event twice', () => {
    for (const [id, parcel] of parcelsBefore(aged, events))
      expect(events.find(({ scan }) => scan.parcelId === id)?.merchantId).toBe(parcel.merchantId);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(600);
  });

  it('adds its claims and new parcels to those that were there', () => {
    expect(agedEffects(5, aged, 600)).toMatchObject({
      processedEvents: claimsOf(aged).now + 600,
      parcels: aged.parcels + 100,
      messages: 600,
    });
    expect(agedEffects(5, aged, 0)).toMatchObject({ processedEvents: claimsOf(aged).now, parcels: 1_000 });
  });

  it('tells of a known parcel from where it stands', () => {
    const fromNothing = expectedEffects(events).parcelsDigest;
    expect(agedEffects(5, aged, 600).parcelsDigest).not.toBe(fromNothing);
  });
});

it('gives younger parcels greater ids, as a UUIDv7 does', () => {
  const ids = Array.from({ length: 50 }, (_, index) => parcelIdOf(20 - index));
  expect(ids.toSorted()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('remembers what the active parcels of 76 days were told', () => {
  expect(claimsOf({ ...aged, active: 200_000 })).toEqual({ now: 2_400_000, before: 2_400_000 });
});
