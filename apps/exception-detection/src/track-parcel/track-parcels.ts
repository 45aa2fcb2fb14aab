import { Injectable } from '@nestjs/common';
import type { ConsumerReport } from '@landfall/domain';
import type { BatchContext, Envelope } from '@landfall/messaging';
import { storeReports } from '../persistence/consumer-report.store.ts';
import { rowKey, type ParcelKey } from '../persistence/parcel-key.ts';
import {
  loadOpenExceptions,
  loadScans,
  lockParcels,
  saveDueTimes,
  saveExceptions,
  saveNumbers,
  saveParcels,
  storeScans,
} from '../persistence/parcel.store.ts';
import { recordStays, type RecountedParcel } from '../learn-dwell/record-stays.ts';
import { FeedsHeard } from '../watch-incidents/feeds-heard.ts';
import { dispatchChange, type DispatchChange } from '../watch-orders/dispatch-change.ts';
import { WatchOrders } from '../watch-orders/watch-orders.ts';
import { advanceParcel } from './advance-parcel.ts';
import { eventOf, hasMoved, isChanged, type ParcelRecord, type Scan } from './parcel-record.ts';
import { SurroundingsReader, type Surroundings } from './surroundings.ts';
import { nothingHeard, registrationWith, takeIn, type Register, type StateNews } from './take-in.ts';

/** What a batch or a request says of one parcel. */
export interface ParcelNews extends ParcelKey {
  /** The event that brought it; a request has none. */
  cause?: Envelope;
  register?: Register;
  scans?: Scan[];
  reports?: ConsumerReport[];
}

/** A parcel that news have changed, or that is looked at again. */
interface Touched {
  record: ParcelRecord;
  surroundings: Surroundings;
  news: StateNews;
  isReregistered: boolean;
  cause: Envelope | undefined;
}

/** Applies news of parcels: the one path for registrations, scans, consumers' reports and due times. */
@Injectable()
export class TrackParcels {
  constructor(
    private readonly surroundings: SurroundingsReader,
    private readonly orders: WatchOrders,
    private readonly feeds: FeedsHeard,
  ) {}

  /** Applies news of any number of parcels in the transaction of a batch or a request. */
  async apply(news: readonly ParcelNews[], context: BatchContext): Promise<void> {
    if (news.length === 0) return;
    const { tx } = context;
    const byParcel = Map.groupBy(news, rowKey);
    const [records, storedOf] = await Promise.all([
      lockParcels(
        tx,
        [...byParcel.values()].flatMap((of) => of.slice(0, 1)),
      ),
      storeScans(
        tx,
        news.flatMap((one) => (one.scans ?? []).map((scan) => ({ ...scan, merchantId: one.merchantId }))),
      ),
    ]);
    storeReports(
      tx,
      news.flatMap((of) => (of.reports ?? []).map((report) => ({ of, report }))),
    );
    this.feeds.note(
      tx,
      news.flatMap(({ merchantId, scans = [] }) =>
        scans.map(({ carrier, recordedAt }) => ({ merchantId, carrier, recordedAt: new Date(recordedAt) })),
      ),
      context.now,
    );

    const parcels = [...byParcel].map(([key, of]) => {
      const record = records.get(key);
      if (!record) throw new Error(`The row of parcel ${key} is not to be seen`);
      const changes = of.flatMap(({ register }) => register ?? []);
      const registration = registrationWith(record, changes);
      const reports = of.flatMap((one) => one.reports ?? []);
      return { merchantId: record.merchantId, record, registration, reports, cause: of.at(-1)?.cause };
    });
    const surroundingsOf = await this.surroundings.read(tx, parcels);
    const touched = parcels.flatMap(({ merchantId, record, registration, reports, cause }): Touched[] => {
      const surroundings = surroundingsOf(merchantId, registration);
      const stored = storedOf.get(rowKey(record)) ?? [];
      const taken = takeIn(record, registration, stored, surroundings.route, reports);
      if (!taken) return [];
      return [{ ...taken, surroundings, isReregistered: registration !== record.registration, cause }];
    });
    await this.advance(touched, context);
    saveNumbers(
      tx,
      touched
        .filter(({ isReregistered }) => isReregistered)
        .flatMap(({ record: { merchantId, parcelId, registration } }) =>
          (registration?.trackingNumbers ?? []).map((number) => ({ merchantId, parcelId, ...number })),
        ),
    );
  }

  /** Looks at parcels again because time has passed. */
  async lookAgain(records: readonly ParcelRecord[], context: BatchContext): Promise<void> {
    const surroundingsOf = await this.surroundings.read(context.tx, records);
    await this.advance(
      records.map((record) => ({
        record,
        surroundings: surroundingsOf(record.merchantId, record.registration),
        news: nothingHeard(record.state),
        isReregistered: false,
        cause: undefined,
      })),
      context,
    );
  }

  private async advance(touched: readonly Touched[], context: BatchContext): Promise<void> {
    const { tx, now, emit } = context;
    const toRead = touched
      .filter(({ record, news }) => record.registration && (!news.state || record.reports.length > 0))
      .map(({ record }) => record);
    const withOpen = touched
      .map(({ record }) => record)
      .filter((record) => record.known.some((known) => known.open));
    const [scans, open] = await Promise.all([loadScans(tx, toRead), loadOpenExceptions(tx, withOpen)]);

    const saved: Parameters<typeof saveParcels>[1][number][] = [];
    const waiting: Parameters<typeof saveDueTimes>[1][number][] = [];
    const exceptions: Parameters<typeof saveExceptions>[1][number][] = [];
    const counted: RecountedParcel[] = [];
    const dispatched: DispatchChange[] = [];
    for (const { record, surroundings, news, isReregistered, cause } of touched) {
      const { registration } = record;
      if (!registration) continue;
      const all = (scans.get(rowKey(record)) ?? []).map(eventOf);
      const advanced = advanceParcel({ ...record, registration }, surroundings, news, all, open, now);
      if (isReregistered || isChanged(record, advanced.record))
        saved.push({ ...advanced, isReregistered, hasMoved: hasMoved(record, advanced.record) });
      else waiting.push(advanced);
      counted.push({
        merchantId: record.merchantId,
        before: record.counted,
        after: advanced.record.counted,
      });
      exceptions.push(...advanced.exceptions.map((one) => ({ ...one, merchantId: record.merchantId })));
      for (const event of advanced.events) emit(event, cause);
      const change = dispatchChange(record, advanced.record, cause);
      if (change) dispatched.push(change);
    }
    saveParcels(tx, saved);
    saveDueTimes(tx, waiting);
    saveExceptions(tx, exceptions);
    recordStays(tx, counted, now);
    await this.orders.applyDispatch(dispatched, context);
  }
}
