import { describe, expect, it } from '@jest/globals';
import { aboardAfter, hasGoneOn } from './aboard.ts';
import { given, hour, parcel, scan } from './story.spec-kit.ts';

const unit = { unitId: 'u-1', flightOrVoyage: 'LX188' };
const aboardOf = (...scans: Parameters<typeof given>[1][]) => given(parcel(), ...scans).at(1000).state.aboard;

describe('the unit that a parcel travels in', () => {
  it('is none while nothing was told of one', () =>
    expect(aboardOf(scan('handed_to_linehaul', 5), scan('departed_origin_country', 8))).toBeNull());

  it('is known by its last scan, and by when it was told of before that', () => {
    const departed = scan('departed_origin_country', 8, { unit });
    const left = { ...unit, stretch: 'trunk_line', milestone: 'departed_origin_country', since: hour(8) };
    expect(aboardOf(scan('handed_to_linehaul', 5), departed)).toEqual({ ...left, before: null });
    expect(aboardOf(departed, scan('arrived_in_destination_country', 60, { unit }))).toEqual({
      ...unit,
      stretch: 'awaiting_injection',
      milestone: 'arrived_in_destination_country',
      since: hour(60),
      before: hour(8),
    });
  });

  it('is another one once that is told of, and begins anew', () => {
    const bag = { unitId: 'bag', flightOrVoyage: null };
    const known = aboardAfter(null, scan('departed_warehouse', 1, { unit: bag }), 'awaiting_uplift');
    expect(aboardAfter(known, scan('departed_origin_country', 8, { unit }), 'trunk_line')).toMatchObject({
      unitId: 'u-1',
      before: null,
    });
  });

  it('is left behind by a parcel that is seen further on, or leaves the road', () => {
    const hasGone = (...more: Parameters<typeof given>[1][]) => {
      const { view } = given(parcel(), scan('departed_origin_country', 8, { unit }), ...more).at(1000);
      const { facts, state } = view;
      return state.aboard && hasGoneOn(state.aboard, facts, state);
    };
    expect(hasGone()).toBe(false);
    expect(hasGone(scan('import_customs_started', 50))).toBe(false);
    expect(hasGone(scan('arrived_at_delivery_depot', 90))).toBe(true);
    expect(hasGone(scan('lost', 90))).toBe(true);
  });
});
