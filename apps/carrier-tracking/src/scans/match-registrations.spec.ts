import { describe, expect, it } from '@jest/globals';
import {
  claimedAt,
  matchRegistrations,
  type MatchableScan,
  type Registration,
} from './match-registrations.ts';

const registration = (parcelId: string, changes: Partial<Registration> = {}): Registration => ({
  merchantId: 'merchant-a',
  parcelId,
  number: 'LZ1CN',
  trackingNumber: 'LZ1CN',
  carrier: 'yanwen',
  carrierKey: 'yanwen',
  registeredAt: new Date('2026-03-01T00:00:00Z'),
  ...changes,
});

const scan = (changes: Partial<MatchableScan> = {}): MatchableScan => ({
  carriers: ['yanwen'],
  byAggregator: true,
  occurredAt: new Date('2026-03-05T00:00:00Z'),
  onlyMerchant: null,
  ...changes,
});

const parcels = (of: MatchableScan, registrations: Registration[]) =>
  matchRegistrations(of, registrations)
    .map((one) => one.parcelId)
    .sort();

describe('whose scan it is', () => {
  it('reaches every merchant who registered the number with the carrier', () => {
    const b = registration('p2', { merchantId: 'merchant-b' });
    expect(parcels(scan(), [registration('p1'), b])).toEqual(['p1', 'p2']);
  });

  it('reaches only the merchant who uploaded it', () => {
    const b = registration('p2', { merchantId: 'merchant-b' });
    expect(parcels(scan({ onlyMerchant: 'merchant-b' }), [registration('p1'), b])).toEqual(['p2']);
  });

  it('prefers the registration with the carrier that an aggregator names', () => {
    const other = registration('p2', { merchantId: 'merchant-b', carrierKey: 'usps' });
    expect(parcels(scan(), [registration('p1'), other])).toEqual(['p1']);
  });

  it("takes any carrier's registration where nobody has the aggregator's, or its key says nothing", () => {
    const other = registration('p1', { carrierKey: 'yanwen-economy' });
    expect(parcels(scan(), [other])).toEqual(['p1']);
    expect(parcels(scan({ carriers: [] }), [other])).toEqual(['p1']);
  });

  it('takes only its own carrier where the sender is no aggregator', () => {
    const other = registration('p1', { carrierKey: 'usps' });
    expect(parcels(scan({ byAggregator: false }), [other])).toEqual([]);
  });

  it('leaves out what happened more than 120 days before the registration', () => {
    const days = (count: number) => new Date(Date.UTC(2026, 2, 1) - count * 86_400_000);
    expect(parcels(scan({ occurredAt: days(120) }), [registration('p1')])).toEqual(['p1']);
    expect(parcels(scan({ occurredAt: days(121) }), [registration('p1')])).toEqual([]);
  });

  it('reaches a parcel of the past that is registered long after it, and not what was before its order', () => {
    const placedAt = new Date('2025-03-01T00:00:00Z');
    const registeredAt = claimedAt(new Date('2026-03-01T00:00:00Z'), placedAt);
    const past = [registration('p1', { registeredAt })];
    expect(parcels(scan({ occurredAt: new Date('2025-03-05T00:00:00Z') }), past)).toEqual(['p1']);
    expect(parcels(scan({ occurredAt: new Date('2025-02-01T00:00:00Z') }), past)).toEqual([]);
    const younger = registration('p2', { registeredAt: new Date('2026-01-01T00:00:00Z') });
    expect(parcels(scan(), [...past, younger])).toEqual(['p2']);
  });

  it('counts from the registration where the order is younger than the look-back', () => {
    const registeredAt = new Date('2026-03-01T00:00:00Z');
    expect(claimedAt(registeredAt, new Date('2026-01-01T00:00:00Z'))).toEqual(registeredAt);
    expect(claimedAt(registeredAt, null)).toEqual(registeredAt);
  });

  it('gives a reused number to the newest parcel, and its past to the old one', () => {
    const old = registration('p1', { registeredAt: new Date('2025-03-01T00:00:00Z') });
    expect(parcels(scan(), [old, registration('p2')])).toEqual(['p2']);
    expect(
      parcels(scan({ occurredAt: new Date('2025-03-05T00:00:00Z') }), [old, registration('p2')]),
    ).toEqual(['p1']);
  });

  it('reaches a parcel once though two of its companies share the number', () => {
    const next = registration('p1', { carrierKey: 'usps', registeredAt: new Date('2026-03-04T00:00:00Z') });
    expect(matchRegistrations(scan({ carriers: [] }), [next, registration('p1')])).toEqual([
      registration('p1'),
    ]);
  });
});
