import { describe, expect, it } from '@jest/globals';
import { domesticParcel, given, parcel, scan } from '../../parcel/story.spec-kit.ts';

describe('transshipment', () => {
  it('before the uplift: South China by way of Hong Kong, then the wait for the flight', () => {
    const there = [scan('departed_warehouse', 30), scan('arrived_at_transit_hub', 36)];
    expect(given(parcel(), ...there).at(37).where).toBe('transshipment since 36');
    expect(given(parcel(), ...there, scan('departed_transit_hub', 50)).at(51).where).toBe(
      'awaiting_uplift since 50',
    );
  });

  it('on the way: by Liege to France, then back on the trunk line', () => {
    const there = [scan('handed_to_linehaul', 40), scan('arrived_at_transit_hub', 90)];
    expect(given(parcel(), ...there).at(91).where).toBe('transshipment since 90');
    const left = [...there, scan('departed_transit_hub', 100)];
    expect(given(parcel(), ...left).at(101).where).toBe('trunk_line since 100');
    expect(given(parcel(), ...left, scan('arrived_in_destination_country', 120)).at(121).where).toBe(
      'awaiting_injection since 120',
    );
  });

  it('behind the border: then the wait for the last mile', () => {
    const there = [
      scan('handed_to_linehaul', 40),
      scan('arrived_in_destination_country', 100),
      scan('arrived_at_transit_hub', 110),
    ];
    expect(given(parcel(), ...there).at(111).where).toBe('transshipment since 110');
    expect(given(parcel(), ...there, scan('departed_transit_hub', 130)).at(131).where).toBe(
      'awaiting_injection since 130',
    );
  });

  it('within a country: from the warehouse by a hub to the wait for the last mile', () => {
    const there = [scan('arrived_at_warehouse', 10), scan('arrived_at_transit_hub', 36)];
    expect(given(domesticParcel(), ...there).at(37).where).toBe('transshipment since 36');
    expect(given(domesticParcel(), ...there, scan('departed_transit_hub', 50)).at(51).where).toBe(
      'awaiting_injection since 50',
    );
  });
});
