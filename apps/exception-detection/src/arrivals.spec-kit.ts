import fc from 'fast-check';
import type { parcelsTopic } from '@landfall/contracts';
import { consumerReportKinds, legs, milestones, type ConsumerReport } from '@landfall/domain';
import type { ReceivedEvent } from '@landfall/messaging';
import { parcelId, registration } from './testing-events.spec-kit.ts';
import type { Scan } from './track-parcel/parcel-record.ts';

/** What the topic of parcels says of one. */
export type RegistrationNews = ReceivedEvent<typeof parcelsTopic>;

/** Something that a batch may hold. */
export type News = { scan: Scan } | { change: RegistrationNews } | { report: ConsumerReport };

/** The life of one parcel as it was, and as it reached us: in any order, with repeats, cut into batches. */
export interface Arrivals {
  /** What its registration became, in this order. */
  changes: readonly RegistrationNews[];
  /** Every telling of every scan, corrections included, in the order of the scans. */
  tellings: readonly Scan[];
  /** What its consumer said. */
  reports: readonly ConsumerReport[];
  batches: readonly (readonly News[])[];
}

const id = 'any';
const instant = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
const hours = fc.integer({ min: 0, max: 120 });

/** What a scan says: of any milestone, vague or of a known leg, often of the same hour as another, anywhere. */
const reading = fc.record({
  milestone: fc.constantFrom(...milestones),
  leg: fc.option(fc.constantFrom(...legs)),
  occurredAt: hours.map(instant),
  place: fc.option(
    fc.constantFrom('CN', 'HK', 'BR', 'DE').map((country) => ({ country, city: null, facility: null })),
  ),
  proof: fc.option(fc.constant({ type: 'signature', ref: null })),
});

/** A scan and its corrections, which say something else under its id, told under one of the parcel's numbers. */
const scanWithCorrections = fc
  .record({
    eventId: fc.uuid(),
    trackingNumber: fc.constantFrom('N-1', 'N-2', 'N-3'),
    recordedAt: hours.map(instant),
    readings: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(reading) },
      { weight: 1, arbitrary: fc.array(reading, { minLength: 2, maxLength: 3 }) },
    ),
  })
  .map(({ readings, ...told }) =>
    readings.map((said, revision): Scan => ({
      ...told,
      ...said,
      scanId: told.eventId,
      revision,
      parcelId: parcelId(id),
      carrier: 'correios',
      source: 'test',
      reason: null,
      offsetSource: 'given',
      rawCode: null,
      rawPayloadRef: told.eventId,
      weightGrams: null,
    })),
  );

const change = (type: RegistrationNews['type'], data: object) => ({ type, data }) as RegistrationNews;
const numberAdded = (trackingNumber: string): RegistrationNews =>
  change('parcel.tracking_number_added', { parcelId: parcelId(id), trackingNumber, carrier: 'correios' });

/** Registered first; then numbers are added, the promise or the destination changes, and the order is cancelled. */
const registrationChanges = fc
  .record({
    originCountry: fc.constantFrom('CN', 'BR', null),
    more: fc.subarray([
      numberAdded('N-2'),
      change('parcel.updated', registration(id, { promisedAt: instant(90) })),
      numberAdded('N-3'),
      change('parcel.updated', registration(id, { destination: { country: 'DE', state: null, city: null } })),
      change('parcel.cancelled', { cancelledAt: instant(40) }),
    ]),
  })
  .map(({ originCountry, more }) => [
    change('parcel.registered', registration(id, { originCountry })),
    ...more,
  ]);

const anyReports = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    what: fc.constantFrom(...consumerReportKinds),
    reportedAt: hours.map((hour) => Date.parse(instant(hour))),
  }),
  { maxLength: 3, selector: (report) => report.id },
);

/** Scans and reports come as they will; the changes of a registration come in their order, anywhere between them. */
export const anyArrivals: fc.Arbitrary<Arrivals> = fc
  .record({
    changes: registrationChanges,
    tellings: fc
      .uniqueArray(scanWithCorrections, { maxLength: 8, selector: ([first]) => first?.eventId })
      .map((scans) => scans.flat()),
    reports: anyReports,
  })
  .chain(({ changes, tellings, reports }) => {
    const scans = tellings.map((scan): News => ({ scan }));
    const said = reports.map((report): News => ({ report }));
    const places = [...scans, ...said, ...changes.map(() => 'change' as const)];
    return fc
      .record({
        order: fc.shuffledSubarray(places, { minLength: places.length }),
        again: fc.subarray(scans),
        sizes: fc.infiniteStream(fc.integer({ min: 1, max: 6 })),
      })
      .map(({ order, again, sizes }) => {
        const inOrder = changes.values();
        const news = [...order, ...again].map((one): News => {
          if (one !== 'change') return one;
          return { change: inOrder.next().value as RegistrationNews };
        });
        return { changes, tellings, reports, batches: cut(news, sizes) };
      });
  });

const cut = <T>(items: readonly T[], sizes: Iterator<number>): T[][] => {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += parts.at(-1)?.length ?? 1)
    parts.push(items.slice(from, from + Number(sizes.next().value)));
  return parts;
};
