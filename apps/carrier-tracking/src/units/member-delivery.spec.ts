import { describe, expect, it } from '@jest/globals';
import type { Registration } from '../scans/match-registrations.ts';
import { MerchantCodes } from '../scans/merchant-codes.ts';
import { memberDelivery, type UnitScan } from './member-delivery.ts';
import { unitNumberOf } from './unit-number.ts';

const unitId = '019a0000-0000-7000-8000-00000000000a';
const flight = 'CA1041';

/** An air waybill that has departed. */
const departed: UnitScan = {
  scanId: 'aaaaaaaaaaaaaaaaaaaaaa',
  number: unitNumberOf(unitId),
  unit: { unitId, carrier: 'Air China Cargo' },
  reading: { milestone: 'departed_origin_country', leg: null, reason: null },
  time: { occurredAt: '2026-01-05T10:00:00+08:00', offsetSource: 'given' },
  place: { country: 'CN', city: null, facility: null },
  rawCode: null,
  weightGrams: 1_250_000,
  proof: null,
  carriers: ['air-china-cargo'],
  byAggregator: false,
  sender: 'landfall',
  onlyMerchant: '00000000-0000-5000-8000-00000000000a',
  recordedAt: '2026-01-05T03:00:00.000Z',
  payloadId: '00000000-0000-5000-8000-000000000001',
  parcels: [],
};

const registration = (number: string, carrier: string, registeredAt: string): Registration => ({
  merchantId: '00000000-0000-5000-8000-00000000000a',
  parcelId: '00000000-0000-5000-8000-00000000000b',
  number,
  trackingNumber: number,
  carrier,
  carrierKey: carrier.toLowerCase().replaceAll(' ', '-'),
  registeredAt: new Date(registeredAt),
});
const collection = registration('YT1', 'Yunexpress', '2026-01-01T00:00:00Z');
const lastMile = registration('JD1', 'DHL', '2026-01-04T00:00:00Z');

const codes = new MerchantCodes();

describe('a scan of a unit, told of a parcel in it', () => {
  it("is told at the unit's time, of the unit and its flight", () => {
    const delivery = memberDelivery(departed, flight, [collection], codes);
    expect(delivery?.scan.time).toEqual(departed.time);
    expect(delivery?.unit).toEqual({ unitId, flightOrVoyage: flight });
  });

  it("is told under the parcel's first number, as the word of the unit's carrier", () =>
    expect(memberDelivery(departed, flight, [lastMile, collection], codes)?.registration).toMatchObject({
      trackingNumber: 'YT1',
      carrier: 'Air China Cargo',
    }));

  it('is told under the number that the parcel has with that carrier, named as its merchant does', () => {
    const trunk = registration('784-1', 'AIR CHINA cargo', '2026-01-05T00:00:00Z');
    expect(memberDelivery(departed, flight, [collection, trunk], codes)?.registration).toBe(trunk);
  });

  it('does not weigh what the unit weighs', () =>
    expect(memberDelivery(departed, flight, [collection], codes)?.scan.weightGrams).toBeNull());

  it('is not handed over or expected as the unit is', () => {
    const beside = { handOvers: [{ number: 'B1', carrier: 'usps' }], estimatedDelivery: '2026-01-20' };
    expect(memberDelivery({ ...departed, beside }, flight, [collection], codes)?.scan.beside).toBeUndefined();
  });

  it('means what the merchant says of its code, and is not told where he says that it is none', () => {
    const scan = { ...departed, rawCode: 'DEP' };
    const own = new MerchantCodes();
    own.add(collection.merchantId, 'landfall', 'dep', { milestone: 'delayed', leg: null, reason: null });
    expect(memberDelivery(scan, flight, [collection], own)?.reading.milestone).toBe('delayed');
    own.add(collection.merchantId, 'landfall', 'DEP', null);
    expect(memberDelivery(scan, flight, [collection], own)).toBeUndefined();
  });

  it('is not told of a parcel that nobody has registered', () =>
    expect(memberDelivery(departed, flight, [], codes)).toBeUndefined());
});
