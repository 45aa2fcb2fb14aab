import { describe, expect, it } from '@jest/globals';
import { domesticParcel, given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

describe('milestones of any leg', () => {
  it('a vague scan shows that the parcel moves, but not where', () => {
    const { state, where } = given(parcel(), scan('in_transit', 5)).at(6);
    expect(state.status).toBe('in_transit');
    expect(where).toBeNull();
  });

  it.each([
    ['CN', [], 'collection since 5'],
    ['HK', [], 'collection since 5'],
    ['AE', [], 'trunk_line since 5'],
    ['DE', [], 'awaiting_injection since 5'],
    ['CN', [scan('handed_to_linehaul', 3)], 'trunk_line since 3'],
    ['DE', [scan('handed_to_linehaul', 3)], 'awaiting_injection since 5'],
    ['AE', [scan('arrived_in_destination_country', 3)], 'awaiting_injection since 3'],
    ['DE', [scan('arrived_at_delivery_depot', 3)], 'last_mile since 3'],
  ])('a vague scan in %s shows how far the parcel has come at least: %#', (country, before, where) => {
    const seen = scan('in_transit', 5, { place: { country } });
    expect(given(parcel(), ...before, seen).at(6).where).toBe(where);
  });

  it('a parcel that moves after its import release is no longer on the trunk line', () => {
    const flying = [scan('handed_to_linehaul', 3), scan('import_customs_released', 40)];
    expect(given(parcel(), ...flying).at(41).where).toBe('trunk_line since 3');
    expect(given(parcel(), ...flying, scan('in_transit', 50)).at(51).where).toBe(
      'awaiting_injection since 50',
    );
  });

  it('one seen at home after its release was cleared in advance, and has yet to fly', () => {
    const scans = [
      scan('departed_warehouse', 3),
      scan('import_customs_released', 5),
      scan('in_transit', 6, { place: { country: 'CN' } }),
    ];
    expect(given(parcel(), ...scans).at(7).where).toBe('awaiting_uplift since 3');
  });

  it('within one country a first vague scan shows that the parcel has been collected', () => {
    expect(given(domesticParcel(), scan('arrived_at_facility', 5)).at(6).where).toBe('collection since 5');
  });

  it('a vague scan leaves the parcel in its leg', () => {
    const scans = [scan('picked_up', 5), scan('departed_facility', 9), scan('arrived_at_facility', 14)];
    expect(given(parcel(), ...scans).at(15).where).toBe('collection since 5');
  });

  it.each([
    ['warehousing', 'warehousing since 9'],
    ['trunk_line', 'trunk_line since 9'],
    ['last_mile', 'last_mile since 9'],
    ['import_customs', 'collection since 5'],
  ] as const)('a vague scan whose sender names %s', (leg, where) => {
    const scans = [scan('picked_up', 5), scan('in_transit', 9, { leg })];
    expect(given(parcel(), ...scans).at(10).where).toBe(where);
  });

  it('a vague scan on a leg already left does not lead back', () => {
    const scans = [scan('handed_to_linehaul', 40), scan('arrived_at_facility', 50, { leg: 'warehousing' })];
    expect(given(parcel(), ...scans).at(51).where).toBe('trunk_line since 40');
  });

  it('a parcel that comes back is on no leg of its journey out', () => {
    const scans = [scan('arrived_at_delivery_depot', 120), scan('returning', 150), scan('in_transit', 160)];
    const { state, where, wrong } = given(parcel(), ...scans).at(3000);
    expect(state.status).toBe('returning');
    expect(where).toBeNull();
    expect(wrong).toEqual(['returning', 'suspected_lost']);
  });

  it('a parcel that comes back and is "delivered" is returned; with proof it is delivered', () => {
    const back = [scan('arrived_at_delivery_depot', 120), scan('returning', 150)];
    expect(given(parcel(), ...back, scan('delivered', 300)).at(301).state.status).toBe('returned');
    const proven = scan('delivered', 300, { proof: { type: 'photo', ref: null } });
    expect(given(parcel(), ...back, proven).at(301).state).toMatchObject({
      status: 'delivered',
      deliveredAt: hour(300),
    });
  });

  it('a lost parcel that is scanned again has been found, where it was left', () => {
    const gone = [scan('handed_to_linehaul', 40), scan('lost', 500)];
    expect(given(parcel(), ...gone).at(501)).toMatchObject({ state: { status: 'lost' }, where: null });
    const found = given(parcel(), ...gone, scan('in_transit', 600)).at(601);
    expect(found).toMatchObject({ state: { status: 'in_transit' }, where: 'trunk_line since 40' });
  });

  it('a parcel lost on its way back and found is still on its way back', () => {
    const gone = [scan('handed_to_linehaul', 40), scan('returning', 300), scan('lost', 500)];
    expect(given(parcel(), ...gone).at(501).state.status).toBe('lost');
    expect(given(parcel(), ...gone, scan('in_transit', 600)).at(601).state.status).toBe('returning');
  });

  it('a destroyed parcel stays destroyed', () => {
    const scans = [scan('handed_to_linehaul', 40), scan('destroyed', 50), scan('in_transit', 60)];
    expect(given(parcel(), ...scans).at(61).state.status).toBe('destroyed');
  });

  it.each(['delayed', 'damaged', 'cancelled'] as const)(
    '%s leaves a moving parcel where it is',
    (milestone) => {
      const scans = [scan('handed_to_linehaul', 40), scan(milestone, 50)];
      const { state, where } = given(parcel(), ...scans).at(51);
      expect(state.status).toBe('in_transit');
      expect(where).toBe('trunk_line since 40');
    },
  );
});
