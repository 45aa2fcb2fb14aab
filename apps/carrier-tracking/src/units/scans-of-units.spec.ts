import { describe, expect, it } from '@jest/globals';
import type { KeptScan } from '../scans/kept-scan.ts';
import { scansOfUnits, type NamedUnit } from './scans-of-units.ts';
import { unitNumberOf } from './unit-number.ts';

const merchant = '00000000-0000-5000-8000-00000000000a';
const other = '00000000-0000-5000-8000-00000000000b';

/** A departure, told to everybody under the number of an air waybill. */
const departed: KeptScan = {
  scanId: 'aaaaaaaaaaaaaaaaaaaaaa',
  number: '784-12345675',
  reading: { milestone: 'departed_origin_country', leg: null, reason: null },
  time: { occurredAt: '2026-01-05T10:00:00+08:00', offsetSource: 'given' },
  place: { country: 'CN', city: null, facility: null },
  rawCode: null,
  weightGrams: null,
  proof: null,
  carriers: ['china-southern'],
  byAggregator: true,
  sender: '17track',
  onlyMerchant: null,
  recordedAt: '2026-01-05T03:00:00.000Z',
  payloadId: '00000000-0000-5000-8000-000000000001',
  parcels: ['00000000-0000-5000-8000-00000000000c'],
};

const unit = (unitId: string, changes: Partial<NamedUnit> = {}): NamedUnit => ({
  merchantId: merchant,
  unitId,
  toldAs: '78412345675',
  createdAt: new Date('2026-01-04T00:00:00Z'),
  ...changes,
});
const unitsTold = (scan: KeptScan, units: NamedUnit[]) =>
  scansOfUnits(scan, units).map(({ unit: told, onlyMerchant }) => [told.unitId, onlyMerchant]);

describe('a scan whose number is that of a unit', () => {
  it("is the unit's: of its merchant alone, by the carrier that was named, told of no parcel yet", () => {
    expect(scansOfUnits(departed, [unit('u1')])).toEqual([
      {
        ...departed,
        number: unitNumberOf('u1'),
        unit: { unitId: 'u1', carrier: 'china-southern' },
        onlyMerchant: merchant,
        parcels: [],
      },
    ]);
  });

  it("is the sender's word where the carrier is unknown", () =>
    expect(scansOfUnits({ ...departed, carriers: [] }, [unit('u1')])[0]?.unit.carrier).toBe('17track'));

  it('reaches every merchant who has such a unit', () =>
    expect(unitsTold(departed, [unit('u1'), unit('u2', { merchantId: other })])).toEqual([
      ['u1', merchant],
      ['u2', other],
    ]));

  it('reaches only the merchant who uploaded it', () =>
    expect(
      unitsTold({ ...departed, onlyMerchant: other }, [unit('u1'), unit('u2', { merchantId: other })]),
    ).toEqual([['u2', other]]));

  it('is of the newest where a merchant has several', () => {
    const again = unit('u2', { createdAt: new Date('2026-01-04T01:00:00Z') });
    expect(unitsTold(departed, [again, unit('u1')])).toEqual([['u2', merchant]]);
  });

  it('is not of a unit that was made more than 120 days later', () => {
    const day = 86_400_000;
    const madeAfter = (days: number) =>
      unit('u1', { createdAt: new Date(Date.parse('2026-01-05T02:00:00Z') + days * day) });
    expect(unitsTold(departed, [madeAfter(120)])).toHaveLength(1);
    expect(unitsTold(departed, [madeAfter(121)])).toEqual([]);
  });

  it('is of none without a time', () =>
    expect(unitsTold({ ...departed, time: null }, [unit('u1')])).toEqual([]));
});
