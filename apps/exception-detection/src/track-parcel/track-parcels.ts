import { Injectable } from '@nestjs/common';
import type { ParcelState } from '@landfall/domain';
import type { BatchContext, Envelope } from '@landfall/messaging';
import {
  loadOpenExceptions,
  loadScans,
  lockParcels,
  rowKey,
  saveExceptions,
  saveNumbers,
  saveParcels,
  storeScans,
  type ParcelKey,
} from '../persistence/parcel.store.ts';
import { advanceParcel } from './advance-parcel.ts';
import { eventOf, type ParcelRecord, type Scan } from './parcel-record.ts';
import { takeIn, type Register } from './take-in.ts';

/** What a batch says of one parcel. */
export interface ParcelNews extends ParcelKey {
  cause: Envelope;
  register?: Register;
  scans?: Scan[];
}

/** A parcel that news have changed, or that is looked at again. */
interface Touched {
  record: ParcelRecord;
  /** Null to fold it anew. */
  state: ParcelState | null;
  isReregistered: boolean;
  cause: Envelope | undefined;
}

/** Applies news of parcels: the one path for registrations, scans and due times. */
@Injectable()
export class TrackParcels {
  /** Applies news of any number of parcels in the batch's transaction. */
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

    const touched: Touched[] = [];
    for (const [key, of] of byParcel) {
      const record = records.get(key);
      if (!record) throw new Error(`The row of parcel ${key} is not to be seen`);
      const changes = of.flatMap(({ register }) => register ?? []);
      const taken = takeIn(record, changes, storedOf.get(key) ?? []);
      if (!taken) continue;
      const isReregistered = taken.record.registration !== record.registration;
      touched.push({ ...taken, isReregistered, cause: of.at(-1)?.cause });
    }
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
    await this.advance(
      records.map((record) => ({ record, state: record.state, isReregistered: false, cause: undefined })),
      context,
    );
  }

  private async advance(touched: readonly Touched[], { tx, now, emit }: BatchContext): Promise<void> {
    const toFold = touched
      .filter(({ record, state }) => record.registration && !state)
      .map(({ record }) => record);
    const withOpen = touched
      .map(({ record }) => record)
      .filter((record) => record.known.some((known) => known.open));
    const [scans, open] = await Promise.all([loadScans(tx, toFold), loadOpenExceptions(tx, withOpen)]);

    const saved: Parameters<typeof saveParcels>[1][number][] = [];
    const exceptions: Parameters<typeof saveExceptions>[1][number][] = [];
    for (const { record, state, isReregistered, cause } of touched) {
      const { registration } = record;
      if (!registration) continue;
      const all = (scans.get(rowKey(record)) ?? []).map(eventOf);
      const advanced = advanceParcel({ ...record, registration }, state, all, open, now);
      saved.push({ ...advanced, isReregistered });
      exceptions.push(...advanced.exceptions.map((one) => ({ ...one, merchantId: record.merchantId })));
      for (const event of advanced.events) emit(event, cause);
    }
    saveParcels(tx, saved);
    saveExceptions(tx, exceptions);
  }
}
