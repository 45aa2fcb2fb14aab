import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

const landed = scan('arrived_in_destination_country', 100);
const atDepot = scan('arrived_at_delivery_depot', 120);
const outForDelivery = scan('out_for_delivery', 130);

describe('last mile', () => {
  it('begins at the depot', () => {
    const { where, state } = given(parcel(), landed, atDepot).at(121);
    expect(where).toBe('last_mile since 120');
    expect(state.status).toBe('in_transit');
  });

  it.each(['out_for_delivery', 'delivery_attempted', 'available_for_pickup'] as const)(
    'begins with its first scan where the depot told nothing: %s',
    (milestone) => {
      expect(given(parcel(), landed, scan(milestone, 125)).at(126).where).toBe('last_mile since 125');
    },
  );

  it('goes out for delivery', () => {
    const { state } = given(parcel(), landed, atDepot, outForDelivery).at(131);
    expect(state).toMatchObject({ status: 'out_for_delivery', outForDeliveryAt: hour(130) });
  });

  it.each(['delivery_attempted', 'arrived_at_facility', 'refused'] as const)(
    'is no longer out for delivery after %s',
    (milestone) => {
      const { state } = given(parcel(), atDepot, outForDelivery, scan(milestone, 140)).at(141);
      expect(state.status).toBe('in_transit');
    },
  );

  it('waits at the pick-up point, whatever vague scans follow', () => {
    const scans = [atDepot, scan('available_for_pickup', 140), scan('in_transit', 150)];
    expect(given(parcel(), ...scans).at(151).state.status).toBe('available_for_pickup');
  });

  it('ends with the delivery', () => {
    const delivered = scan('delivered', 140, { place: { country: 'DE' } });
    const { state, where, wrong } = given(parcel(), atDepot, outForDelivery, delivered).at(5000);
    expect(state).toMatchObject({
      status: 'delivered',
      deliveredAt: hour(140),
      deliveredCountry: 'DE',
      contradictions: [],
    });
    expect(where).toBeNull();
    expect(wrong).toEqual([]);
  });

  it('an address questioned on the way does not put the parcel at the depot; while it awaits the depot, it does', () => {
    const early = given(parcel(), scan('picked_up', 5), scan('address_problem', 10)).at(11);
    expect(early.where).toBe('collection since 5');
    expect(given(parcel(), landed, scan('address_problem', 110)).at(111).where).toBe('last_mile since 110');
  });

  it('refused, then "delivered", is back at the sender', () => {
    const scans = [atDepot, scan('refused', 140), scan('delivered', 400)];
    expect(given(parcel(), ...scans).at(401).state).toMatchObject({ status: 'returned', deliveredAt: null });
  });
});
