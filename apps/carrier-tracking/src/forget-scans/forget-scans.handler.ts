import { Injectable } from '@nestjs/common';
import { KnownMerchants } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { ToldReadingStore } from '../persistence/told-reading.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitScanToldStore } from '../persistence/unit-scan-told.store.ts';

/** Longer than a registration looks back (`lookBackMs`): what is forgotten could reach no later parcel. */
const quietDays = 180;
/** In one transaction. A unit may have been told of tens of thousands of parcels. */
const perStep = { parcels: 100, units: 1 };

/**
 * Forgets the scans of numbers and units of which nothing new was heard for 180 days of the system's clock, in small steps,
 * each a transaction that locks its numbers only; those that a consumer holds are left to it. A number remembers up to when
 * its scans are forgotten, so that none of them is told again.
 */
@Injectable()
export class ForgetScansHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly merchants: KnownMerchants,
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly told: UnitScanToldStore,
    private readonly readings: ToldReadingStore,
  ) {}

  /** @returns how many numbers and units were quiet */
  async forget(): Promise<number> {
    return (await this.forgetAll('parcels')) + (await this.forgetAll('units'));
  }

  private async forgetAll(of: 'parcels' | 'units'): Promise<number> {
    let total = 0;
    for (let count = perStep[of]; count === perStep[of]; total += count) count = await this.step(of);
    return total;
  }

  private step(of: 'parcels' | 'units'): Promise<number> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      const quiet = await this.numbers.lockQuiet(tx, quietDays, perStep[of], of);
      if (quiet.length === 0) return 0;
      await this.merchants.admitAll(tx);
      if (of === 'units') this.told.forget(tx, quiet);
      this.readings.forget(tx, quiet);
      this.numbers.forgotten(tx, await this.scans.forget(tx, quiet), quiet);
      return quiet.length;
    });
  }
}
