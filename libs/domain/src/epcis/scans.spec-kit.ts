import fc from 'fast-check';
import { milestones } from '../chain.ts';
import { legs } from '../legs/leg.ts';
import { reasons } from '../parcel/parcel-event.ts';
import type { EpcisScan } from './epcis-event.ts';
import type { EpcisOf } from './write-epcis.ts';

export const of: EpcisOf = {
  base: 'https://parcels.example',
  parcelId: '019a0000-0000-7000-8000-000000000001',
  orderId: '019a0000-0000-7000-8000-000000000002',
  creationDate: '2026-03-10T12:00:00.000Z',
};

/** A scan in Shenzhen, changed where a test says so. */
export const scan = (changes: Partial<EpcisScan> = {}): EpcisScan => ({
  eventId: '019a0000-0000-5000-8000-000000000003',
  revision: 0,
  milestone: 'arrived_at_facility',
  leg: null,
  reason: null,
  occurredAt: '2026-03-05T10:00:00+08:00',
  offsetSource: 'given',
  recordedAt: '2026-03-05T03:00:00.000Z',
  place: { country: 'CN', city: 'Shenzhen', facility: 'SZX 2' },
  carrier: 'Yanwen',
  trackingNumber: 'LZ1CN',
  weightGrams: null,
  proof: null,
  ...changes,
});

const text = (maxLength: number) => fc.string({ unit: 'binary', maxLength });
const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));

/** Times as scans have them: offsets from -14:59 to +14:59, up to nine digits of a second. */
const occurredAt = fc
  .tuple(
    fc.date({ min: new Date('1990-01-02'), max: new Date('2100-12-30'), noInvalidDate: true }),
    fc.constantFrom('', '.5', '.123', '.123456789'),
    fc.oneof(
      fc.constant('Z'),
      fc
        .tuple(fc.constantFrom('+', '-'), two(14), two(59))
        .map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
    ),
  )
  .map(([date, fraction, offset]) => date.toISOString().slice(0, 19) + fraction + offset);

/** Any scan that the topic can hold. */
export const anyScan: fc.Arbitrary<EpcisScan> = fc.record({
  eventId: fc.uuid(),
  revision: fc.nat({ max: 3 }),
  milestone: fc.constantFrom(...milestones),
  leg: fc.option(fc.constantFrom(...legs)),
  reason: fc.option(fc.constantFrom(...reasons)),
  occurredAt,
  offsetSource: fc.constantFrom('given', 'place', 'carrier', 'assumed_utc'),
  recordedAt: occurredAt,
  place: fc.option(
    fc.record({
      country: fc.constantFrom(null, 'CN', 'US'),
      city: fc.option(text(255)),
      facility: fc.option(text(255)),
    }),
  ),
  carrier: text(64),
  trackingNumber: text(64),
  weightGrams: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
  proof: fc.option(fc.record({ type: text(64) })),
  unitId: fc.option(fc.uuid(), { nil: undefined }),
});

export const anyHistory = fc.array(anyScan, { maxLength: 20 });
