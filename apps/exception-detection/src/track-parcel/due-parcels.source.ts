import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { clearDue, earliestDue, lockDueParcels } from '../persistence/parcel.store.ts';
import type { ParcelRecord } from './parcel-record.ts';
import { TrackParcels } from './track-parcels.ts';

interface DueParcel extends DueItem {
  record: ParcelRecord;
}

/** Fires the absence rules: what did not happen in time. */
@Injectable()
export class DueParcels implements DueSource<DueParcel>, OnModuleInit {
  readonly name = 'parcel';
  /** What is due of one parcel is nothing to another; a pool of connections is for so many, and one that looks ahead. */
  readonly transactionsAtOnce = 3;

  constructor(
    private readonly sweeper: Sweeper,
    private readonly parcels: TrackParcels,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return earliestDue(tx);
  }

  async take(tx: Transaction, now: Date, limit: number): Promise<DueParcel[]> {
    const due = await lockDueParcels(tx, now, limit);
    return due.map(({ record, dueAt }) => ({
      merchantId: record.merchantId,
      subject: record.parcelId,
      dueAt,
      record,
    }));
  }

  async fire(items: DueParcel[], context: BatchContext): Promise<void> {
    await this.parcels.lookAgain(
      items.map((item) => item.record),
      context,
    );
  }

  async unschedule(tx: Transaction, item: DueParcel): Promise<void> {
    clearDue(tx, item.record);
  }
}
