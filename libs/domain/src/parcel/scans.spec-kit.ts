import fc from 'fast-check';
import { milestones } from '../chain.ts';
import { legs } from '../legs/leg.ts';
import { consumerReportKinds, type ConsumerReport } from './consumer-report.ts';
import type { ParcelEvent } from './parcel-event.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { hour, parcel } from './story.spec-kit.ts';

/** Any scan within 60 days, often at the same hour as another, of any milestone, in any of a few countries. */
export const anyScan: fc.Arbitrary<ParcelEvent> = fc.record({
  eventId: fc.uuid(),
  milestone: fc.constantFrom(...milestones),
  leg: fc.option(fc.constantFrom(...legs)),
  reason: fc.constant(null),
  occurredAt: fc.integer({ min: 0, max: 1440 }).map(hour),
  recordedAt: fc.integer({ min: 0, max: 1440 }).map(hour),
  place: fc.option(fc.record({ country: fc.constantFrom('CN', 'HK', 'BE', 'DE', 'US') })),
  proof: fc.option(fc.constant({ type: 'signature', ref: null })),
  unit: fc.option(
    fc.record({ unitId: fc.constantFrom('bag', 'waybill'), flightOrVoyage: fc.constant(null) }),
    { nil: undefined },
  ),
});

/** Up to so many scans of one parcel, each with its own id, in the order in which they arrived. */
export const scansUpTo = (maxLength: number): fc.Arbitrary<ParcelEvent[]> =>
  fc.uniqueArray(anyScan, { maxLength, selector: ({ eventId }) => eventId });

export const anyScans = scansUpTo(25);

/** A few things that the consumer says within the same time. */
export const anyReports: fc.Arbitrary<ConsumerReport[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    what: fc.constantFrom(...consumerReportKinds),
    reportedAt: fc.integer({ min: 0, max: 1440 }).map(hour),
  }),
  { maxLength: 4, selector: ({ id }) => id },
);

/** A parcel abroad or within a country, shipped, promised, cancelled or not, by any mode, perhaps by a hub. */
export const anyParcel: fc.Arbitrary<ParcelFacts> = fc
  .record({
    shippedAt: fc.option(fc.integer({ min: -24, max: 240 }).map(hour)),
    promisedAt: fc.option(fc.integer({ min: 24, max: 1440 }).map(hour)),
    cancelledAt: fc.option(fc.integer({ min: 0, max: 1440 }).map(hour), { freq: 5 }),
    originCountry: fc.option(fc.constantFrom('CN', 'DE')),
    transitCountries: fc.constantFrom([], ['BE']),
    mode: fc.option(fc.constantFrom('express', 'economy_air', 'ocean')),
  })
  .map(parcel);
