import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from './story.spec-kit.ts';

describe('the status of a parcel', () => {
  it('on its whole way', () => {
    const scans = [
      scan('label_created', 0),
      scan('picked_up', 5),
      scan('arrived_at_warehouse', 20),
      scan('departed_warehouse', 40),
      scan('export_customs_started', 41),
      scan('export_customs_released', 50),
      scan('handed_to_linehaul', 60),
      scan('arrived_in_destination_country', 120),
      scan('import_customs_started', 121),
      scan('import_customs_released', 130),
      scan('arrived_at_delivery_depot', 140),
      scan('out_for_delivery', 150),
      scan('available_for_pickup', 155),
      scan('delivered', 160),
    ];
    const seen = scans.map((_, index) => {
      const { state, where } = given(parcel(), ...scans.slice(0, index + 1)).at(200);
      return [state.status, where?.split(' ')[0] ?? null];
    });
    expect(seen).toEqual([
      ['registered', null],
      ['in_transit', 'collection'],
      ['in_transit', 'warehousing'],
      ['in_transit', 'awaiting_uplift'],
      ['in_transit', 'export_customs'],
      ['in_transit', 'awaiting_uplift'],
      ['in_transit', 'trunk_line'],
      ['in_transit', 'awaiting_injection'],
      ['in_transit', 'import_customs'],
      ['in_transit', 'awaiting_injection'],
      ['in_transit', 'last_mile'],
      ['out_for_delivery', 'last_mile'],
      ['available_for_pickup', 'last_mile'],
      ['delivered', null],
    ]);
  });

  it('cancelled before anybody held it in his hands', () => {
    const cancelled = parcel({ cancelledAt: hour(10) });
    expect(given(cancelled).at(11).state.status).toBe('cancelled');
    expect(given(cancelled, scan('label_created', 1)).at(11).state.status).toBe('cancelled');
    expect(given(parcel(), scan('cancelled', 10)).at(11).state.status).toBe('cancelled');
  });

  it('cancelled, yet scans are facts: what moves is moving, what is delivered is delivered', () => {
    const cancelled = parcel({ cancelledAt: hour(10) });
    expect(given(cancelled, scan('picked_up', 12)).at(13).state.status).toBe('in_transit');
    expect(given(cancelled, scan('delivered', 99)).at(100).state.status).toBe('delivered');
  });

  it("declared to customs, but not yet in anybody's hands, is still registered", () => {
    expect(given(parcel(), scan('import_customs_started', 3)).at(4).state.status).toBe('registered');
  });

  it('delivered, and later sent back, is no longer delivered', () => {
    const { state } = given(parcel(), scan('delivered', 100), scan('returning', 120)).at(121);
    expect(state).toMatchObject({ status: 'returning', deliveredAt: null });
  });
});
