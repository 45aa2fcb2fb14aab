import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { ToldReadingStore } from '../persistence/told-reading.store.ts';
import { TrackedParcelStore } from '../persistence/tracked-parcel.store.ts';
import type { Delivery } from '../scans/kept-scan.ts';

/** Finds what parcels were told of scans that their merchants read otherwise now. */
@Injectable()
export class Corrections {
  constructor(
    private readonly parcels: TrackedParcelStore,
    private readonly overrides: MappingOverrideStore,
    private readonly told: ToldReadingStore,
  ) {}

  /**
   * Locks the parcels first: of any two who correct one, the later reads what its merchant said last.
   * A scan that is none to its merchant any more stays as it was told.
   * @param told what parcels have been told of, in whatever reading
   * @returns what they are to be told instead, each once
   */
  async of(tx: Transaction, told: readonly Delivery[]): Promise<Delivery[]> {
    if (told.length === 0) return [];
    await this.parcels.lock(
      tx,
      told.map(({ registration }) => registration),
    );
    const codes = await this.overrides.ofSenders(
      tx,
      told.map(({ scan }) => scan.sender),
    );
    return this.told.change(
      tx,
      told.flatMap((delivery) => {
        const reading = codes.readingFor(delivery.registration.merchantId, delivery.scan);
        return reading ? [{ ...delivery, reading }] : [];
      }),
    );
  }
}
