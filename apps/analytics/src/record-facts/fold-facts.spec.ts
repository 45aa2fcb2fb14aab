import { describe, expect, it } from '@jest/globals';
import { changesFigures, foldMovement, foldRegistration, unmoved, unregistered } from './fold-facts.ts';

type RegistrationEvent = Parameters<typeof foldRegistration>[1];
type MovementEvent = Parameters<typeof foldMovement>[1];

const registered = (version: number, more: object = {}) =>
  ({
    type: 'parcel.registered',
    version,
    data: {
      purpose: 'outbound',
      trackingNumbers: [{ trackingNumber: 'LX1', carrier: 'yanwen' }],
      routeId: 'AIR-1',
      originCountry: 'CN',
      destination: { country: 'US', state: null, city: null },
      registeredAt: '2026-01-01T08:00:00+08:00',
      promisedAt: '2026-01-15T00:00:00Z',
      cancelledAt: null,
      ...more,
    },
  }) as unknown as RegistrationEvent;

const moved = (version: number, more: object = {}) =>
  ({
    type: 'parcel.state_changed',
    version,
    data: { state: 'in_transit', originCountry: null, dispatchedAt: null, deliveredAt: null, ...more },
  }) as unknown as MovementEvent;

describe('the registration of a parcel', () => {
  it('keeps what scorecards need, times as instants', () => {
    expect(foldRegistration(unregistered, registered(1))).toEqual({
      version: 1,
      purpose: 'outbound',
      carrier: 'yanwen',
      routeId: 'AIR-1',
      originCountry: 'CN',
      destinationCountry: 'US',
      registeredAt: Date.parse('2026-01-01T00:00:00Z'),
      promisedAt: Date.parse('2026-01-15T00:00:00Z'),
      cancelledAt: null,
    });
  });

  it('takes a change as the whole parcel, and a cancellation on top', () => {
    const updated = { ...registered(2, { routeId: 'AIR-2' }), type: 'parcel.updated' } as RegistrationEvent;
    const cancelled = {
      type: 'parcel.cancelled',
      version: 3,
      data: { cancelledAt: '2026-01-02T00:00:00Z' },
    } as unknown as RegistrationEvent;
    const parcel = [registered(1), updated, cancelled].reduce(foldRegistration, unregistered);
    expect(parcel).toMatchObject({
      version: 3,
      routeId: 'AIR-2',
      cancelledAt: Date.parse('2026-01-02T00:00:00Z'),
    });
  });

  it('ignores a version that it has', () => {
    const known = foldRegistration(unregistered, registered(5));
    expect(foldRegistration(known, registered(5, { routeId: 'other' }))).toBe(known);
    expect(foldRegistration(known, registered(4, { routeId: 'other' }))).toBe(known);
  });

  it('refuses a time that no calendar has', () => {
    expect(() =>
      foldRegistration(unregistered, registered(1, { registeredAt: '2026-06-30T23:59:60Z' })),
    ).toThrow(RangeError);
  });
});

describe('the movement of a parcel', () => {
  it('follows the latest state, and ignores a version that it has', () => {
    const known = foldMovement(unmoved, moved(3, { dispatchedAt: '2026-01-02T00:00:00Z' }));
    expect(known).toMatchObject({ version: 3, dispatchedAt: Date.parse('2026-01-02T00:00:00Z') });
    expect(foldMovement(known, moved(2))).toBe(known);
  });

  it('asks for a review only when a figure may change', () => {
    const dispatchedAt = '2026-01-02T00:00:00Z';
    const before = foldMovement(unmoved, moved(1, { dispatchedAt }));
    const same = foldMovement(before, moved(2, { dispatchedAt, state: 'out_for_delivery' }));
    const delivered = foldMovement(same, moved(3, { dispatchedAt, deliveredAt: '2026-01-09T00:00:00Z' }));
    expect(changesFigures(before, same)).toBe(false);
    expect(changesFigures(same, delivered)).toBe(true);
  });
});
