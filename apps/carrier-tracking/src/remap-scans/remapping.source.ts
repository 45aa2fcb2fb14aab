import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeper, type BatchContext, type DueItem, type DueSource } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { RemappingStore, type CodeOfMerchant } from '../persistence/remapping.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { RemapScans } from './remap-scans.ts';

interface DueParcel extends DueItem {
  code: CodeOfMerchant;
}

/**
 * Reads the scans of a code anew that means something else to a merchant now: due at once, some hundred of his parcels a
 * transaction. Every walk stands where the last transaction left it; a mapping that changes meanwhile begins it anew. What is
 * due of units goes before: a walk through all parcels of a merchant may take minutes.
 */
@Injectable()
export class RemappingSource implements DueSource<DueParcel>, OnModuleInit {
  readonly name = 'remapping';

  constructor(
    private readonly sweeper: Sweeper,
    private readonly remappings: RemappingStore,
    private readonly numbers: TrackingNumberStore,
    private readonly fanOuts: UnitFanOutStore,
    private readonly scans: RemapScans,
  ) {}

  onModuleInit(): void {
    this.sweeper.register(this);
  }

  next(tx: Transaction): Promise<Date | null> {
    return this.remappings.earliest(tx);
  }

  /** What was taken has been gone past: it is told in the same transaction, or all of it is taken again. */
  async take(tx: Transaction, now: Date, limit: number): Promise<DueParcel[]> {
    const unitsDue = await this.fanOuts.earliest(tx);
    if (unitsDue && unitsDue <= now) return [];
    for (;;) {
      const work = await this.remappings.next(tx, now);
      if (!work) return [];
      const { merchantId, after, dueAt } = work;
      // Of units every scan is walked to the parcels by itself.
      if (after === null) this.fanOuts.add(tx, await this.scans.ofUnits(tx, work, now));
      const parcels = await this.numbers.parcelsBehind(tx, merchantId, after, limit);
      const last = parcels.at(-1);
      if (last !== undefined && parcels.length === limit) this.remappings.goOn(tx, work, last);
      else this.remappings.done(tx, work);
      if (parcels.length > 0)
        return parcels.map((parcelId) => ({ subject: parcelId, merchantId, dueAt, code: work }));
    }
  }

  async fire(items: DueParcel[], context: BatchContext): Promise<void> {
    const [first] = items;
    if (!first) return;
    await this.scans.readAnew(
      context,
      first.code,
      items.map(({ subject }) => subject),
    );
  }

  async unschedule(): Promise<void> {
    // The walk stands behind the parcel already.
  }
}
