import { describe, expect, it } from '@jest/globals';
import { domesticParcel, given, parcel, scan } from '../../parcel/story.spec-kit.ts';

describe('warehousing', () => {
  it.each(['arrived_at_warehouse', 'weighed', 'sorted', 'warehouse_rejected'] as const)(
    'begins with the first scan in the warehouse: %s',
    (milestone) => {
      expect(given(parcel(), scan('picked_up', 1), scan(milestone, 10)).at(11).where).toBe(
        'warehousing since 10',
      );
    },
  );

  it('is not begun anew by its later scans', () => {
    const scans = [scan('arrived_at_warehouse', 10), scan('weighed', 12), scan('sorted', 13)];
    expect(given(parcel(), ...scans).at(14).where).toBe('warehousing since 10');
  });

  it('ends with the departure: abroad the parcel then awaits its uplift', () => {
    const scans = [scan('arrived_at_warehouse', 10), scan('departed_warehouse', 30)];
    expect(given(parcel(), ...scans).at(31).where).toBe('awaiting_uplift since 30');
  });

  it('ends with the departure: within a country the parcel then awaits its injection', () => {
    const scans = [scan('arrived_at_warehouse', 10), scan('departed_warehouse', 30)];
    expect(given(domesticParcel(), ...scans).at(31).where).toBe('awaiting_injection since 30');
  });

  it('does not take back a parcel that has left the country', () => {
    const scans = [scan('departed_origin_country', 30), scan('sorted', 40)];
    expect(given(parcel(), ...scans).at(41).where).toBe('trunk_line since 30');
  });
});
