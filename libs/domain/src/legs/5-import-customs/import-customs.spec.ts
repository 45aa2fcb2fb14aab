import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

const flying = scan('handed_to_linehaul', 40);
const landed = scan('arrived_in_destination_country', 100);

describe('import customs', () => {
  it('declared before landing, it leaves the parcel on the trunk line', () => {
    const scans = [flying, scan('import_customs_started', 60), scan('import_customs_held', 70)];
    expect(given(parcel(), ...scans).at(80).where).toBe('trunk_line since 40');
  });

  it('released before landing, it costs no time', () => {
    const scans = [flying, scan('import_customs_started', 60), scan('import_customs_released', 70), landed];
    expect(given(parcel(), ...scans).at(101).where).toBe('awaiting_injection since 100');
  });

  it('still open at landing, it holds the parcel from then on', () => {
    const scans = [flying, scan('import_customs_started', 60), landed];
    expect(given(parcel(), ...scans).at(101).where).toBe('import_customs since 100');
  });

  it('begun after landing, it holds the parcel from its beginning, however often held, until its release', () => {
    const scans = [flying, landed, scan('import_customs_started', 104), scan('import_customs_held', 110)];
    expect(given(parcel(), ...scans).at(111).where).toBe('import_customs since 104');
    expect(given(parcel(), ...scans, scan('import_customs_released', 130)).at(131).where).toBe(
      'awaiting_injection since 130',
    );
  });

  it('a parcel with the last mile is there, whatever customs still says', () => {
    const scans = [
      flying,
      landed,
      scan('import_customs_started', 104),
      scan('arrived_at_delivery_depot', 120),
      scan('import_customs_released', 125),
    ];
    expect(given(parcel(), ...scans).at(126).where).toBe('last_mile since 120');
  });

  it('duty is requested, then paid; neither moves the parcel', () => {
    const asked = [flying, landed, scan('duty_requested', 110)];
    const unpaid = given(parcel(), ...asked).at(111);
    expect(unpaid.state.customs.duty).toEqual({
      status: 'requested',
      requestedAt: hour(110),
      paidAt: null,
      eventId: 'duty_requested@110',
    });
    expect(unpaid.where).toBe('import_customs since 110');
    const paid = given(parcel(), ...asked, scan('duty_paid', 115)).at(116);
    expect(paid.state.customs.duty).toEqual({
      status: 'paid',
      requestedAt: hour(110),
      paidAt: hour(115),
      eventId: 'duty_paid@115',
    });
    expect(paid.where).toBe('import_customs since 110');
  });

  it('after a rejection "delivered" means back at the sender, unless the consignee proves otherwise', () => {
    const rejected = [flying, landed, scan('import_customs_rejected', 110)];
    expect(given(parcel(), ...rejected, scan('delivered', 300)).at(301).state.status).toBe('returned');
    const proven = scan('delivered', 300, { proof: { type: 'signature', ref: 'sig-1' } });
    expect(given(parcel(), ...rejected, proven).at(301).state.status).toBe('delivered');
  });
});
