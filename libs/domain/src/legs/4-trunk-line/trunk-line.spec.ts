import { describe, expect, it } from '@jest/globals';
import { domesticParcel, given, parcel, scan } from '../../parcel/story.spec-kit.ts';

describe('trunk line', () => {
  it('begins with the hand-over to the linehaul and ends with the arrival in the destination country', () => {
    const flying = [scan('departed_warehouse', 30), scan('handed_to_linehaul', 40)];
    expect(given(parcel(), ...flying).at(41).where).toBe('trunk_line since 40');
    expect(given(parcel(), ...flying, scan('arrived_in_destination_country', 100)).at(101).where).toBe(
      'awaiting_injection since 100',
    );
  });

  it('the take-off does not begin it anew', () => {
    const scans = [scan('handed_to_linehaul', 40), scan('departed_origin_country', 46)];
    expect(given(parcel(), ...scans).at(47).where).toBe('trunk_line since 40');
  });

  it('ends the collection of a parcel that was never scanned between', () => {
    const scans = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];
    expect(given(parcel(), ...scans).at(41).where).toBe('trunk_line since 40');
  });

  it('an announced delay does not move the parcel', () => {
    const scans = [scan('departed_warehouse', 30), scan('trunk_delayed', 35)];
    expect(given(parcel(), ...scans).at(36).where).toBe('awaiting_uplift since 30');
  });

  it('rejected by security, the parcel is in the hands of the linehaul', () => {
    const scans = [scan('departed_warehouse', 30), scan('security_rejected', 44)];
    expect(given(parcel(), ...scans).at(45).where).toBe('trunk_line since 44');
  });

  it('does not exist within a country: a linehaul is part of the way to the depot', () => {
    expect(given(domesticParcel(), scan('picked_up', 1), scan('handed_to_linehaul', 40)).at(41).where).toBe(
      'awaiting_injection since 40',
    );
    const scans = [scan('departed_warehouse', 30), scan('handed_to_linehaul', 40)];
    expect(given(domesticParcel(), ...scans).at(41).where).toBe('awaiting_injection since 30');
  });
});
