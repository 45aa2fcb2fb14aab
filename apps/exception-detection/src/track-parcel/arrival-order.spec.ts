import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldParcel, priorKnowledge, type ConsumerReport } from '@landfall/domain';
import { anyArrivals, type Arrivals, type News } from '../arrivals.spec-kit.ts';
import { untouched } from '../testing-events.spec-kit.ts';
import type { ExceptionRecord } from '../exception-record.ts';
import { advanceParcel, viewOf } from './advance-parcel.ts';
import { eventOf, factsOf, type ParcelRecord, type Registration, type Scan } from './parcel-record.ts';
import { registrationAfter } from './parcel-news.consumer.ts';
import { latestRevisions, registrationWith, takeIn, type StateNews, type StoredScan } from './take-in.ts';

type Registered = ParcelRecord & { registration: Registration };

const asStored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** One parcel's rows, and what the service does with them in a batch; everything is read back as jsonb holds it. */
class ParcelRows {
  record: ParcelRecord = untouched('any', null);
  private readonly scans = new Map<string, Scan>();
  private readonly reports: ConsumerReport[] = [];

  apply(batch: readonly News[]): void {
    const changes = batch.flatMap((news) => ('change' in news ? [registrationAfter(news.change)] : []));
    const stored = this.store(batch.flatMap((news) => ('scan' in news ? [news.scan] : [])));
    const record = { ...this.record, reports: [...this.reports] };
    const reports = batch.flatMap((news) => ('report' in news ? [news.report] : []));
    this.reports.push(...reports);
    const taken = takeIn(record, registrationWith(record, changes), stored, null, reports);
    if (!taken?.record.registration) return;
    const { registration } = taken.record;
    const isRead = !taken.news.state || this.reports.length > 0;
    const scans = isRead ? [...this.scans.values()].map(eventOf) : [];
    this.record = asStored(this.advanced({ ...taken.record, registration }, taken.news, scans));
  }

  protected advanced(
    record: Registered,
    { state }: StateNews,
    scans: ReturnType<typeof eventOf>[],
  ): ParcelRecord {
    return {
      ...record,
      state: viewOf(record, { route: null, knowledge: priorKnowledge, incidents: [] }, state, scans).state,
    };
  }

  /** What the statement of `storeScans` does. */
  private store(scans: readonly Scan[]): StoredScan[] {
    return latestRevisions(scans).flatMap((scan) => {
      const known = this.scans.get(scan.eventId);
      if (known && known.revision >= scan.revision) return [];
      this.scans.set(scan.eventId, scan);
      return [{ scan, isNew: !known }];
    });
  }
}

/** The same, with what is told of the parcel and its exceptions, all looked at after most scans. */
class ToldParcelRows extends ParcelRows {
  private readonly exceptions = new Map<string, ExceptionRecord>();

  protected override advanced(...[record, news, scans]: Parameters<ParcelRows['advanced']>): ParcelRecord {
    const open = new Map([...this.exceptions].filter(([, exception]) => exception.state === 'open'));
    const advanced = advanceParcel(
      record,
      { route: null, knowledge: priorKnowledge, incidents: [] },
      news,
      scans,
      open,
      new Date('2026-01-05T12:00:00Z'),
    );
    for (const one of advanced.exceptions) this.exceptions.set(one.exceptionId, asStored(one));
    return advanced.record;
  }

  /** What outsiders see in the end: how it came about shows only in versions and occurrences. */
  get outcome() {
    const open = [...this.exceptions.values()].filter((exception) => exception.state === 'open');
    return {
      told: this.record.told,
      open: open.map(({ code, leg, evidence }) => JSON.stringify([code, leg, evidence])).sort(),
    };
  }
}

const after = <Rows extends ParcelRows>(rows: Rows, batches: Iterable<readonly News[]>): Rows => {
  for (const batch of batches) rows.apply(batch);
  return rows;
};

/** All at once: the registration with its changes, what the consumer said, then the scans in their own order. */
const inOneGo = ({ changes, tellings, reports }: Arrivals): News[][] => [
  changes.map((change) => ({ change })),
  reports.map((report) => ({ report })),
  tellings.map((scan) => ({ scan })),
];

describe('a parcel ends up the same', () => {
  it('whatever the order, repetition and batches in which its news arrives', () => {
    fc.assert(
      fc.property(anyArrivals, ({ changes, tellings, batches }) => {
        const { registration, state } = after(new ParcelRows(), batches).record;
        const expected = changes.reduce<Registration | null>(
          (known, change) => registrationAfter(change)(known),
          null,
        );
        if (!expected) throw new Error('every parcel is registered in the end');
        const folded = foldParcel(latestRevisions(tellings).map(eventOf), factsOf(expected, null));
        if (isDeepStrictEqual({ registration, state }, { registration: expected, state: folded })) return;
        expect({ registration, state }).toEqual({ registration: expected, state: folded });
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('to outsiders as well, with the same exceptions open', () => {
    fc.assert(
      fc.property(anyArrivals, (arrivals) => {
        const { outcome } = after(new ToldParcelRows(), arrivals.batches);
        expect(outcome).toEqual(after(new ToldParcelRows(), inOneGo(arrivals)).outcome);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
