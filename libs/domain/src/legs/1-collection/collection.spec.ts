import { describe, expect, it } from '@jest/globals';
import { given, parcel, scan } from '../../parcel/story.spec-kit.ts';

describe('collection', () => {
  it('a label does not move the parcel', () => {
    const { state, where } = given(parcel(), scan('label_created', 1)).at(2);
    expect(state).toMatchObject({ status: 'registered', firstScanAt: null, firstPhysicalScanAt: null });
    expect(where).toBeNull();
  });

  it.each(['picked_up', 'dropped_off'] as const)('begins with %s', (milestone) => {
    const { state, where } = given(parcel(), scan('label_created', 1), scan(milestone, 5)).at(6);
    expect(where).toBe('collection since 5');
    expect(state.status).toBe('in_transit');
  });

  it('a failed pick-up is a scan, but the parcel is still with the seller', () => {
    const { state, where } = given(parcel(), scan('pickup_failed', 5)).at(6);
    expect(state.status).toBe('registered');
    expect(state.firstScanAt).not.toBeNull();
    expect(where).toBeNull();
  });

  it('ends with the arrival at the warehouse', () => {
    expect(given(parcel(), scan('picked_up', 5), scan('arrived_at_warehouse', 20)).at(21).where).toBe(
      'warehousing since 20',
    );
  });

  it('a second pick-up scan does not restart it', () => {
    expect(given(parcel(), scan('picked_up', 5), scan('picked_up', 9)).at(10).where).toBe(
      'collection since 5',
    );
  });
});
