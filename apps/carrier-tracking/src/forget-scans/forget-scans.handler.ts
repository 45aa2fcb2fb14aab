import { Injectable } from '@nestjs/common';
import { KnownMerchants } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';

/** Longer than a registration looks back (`lookBackMs`): what is forgotten could reach no later parcel. */
const quietDays = 180;
const numbersPerStep = 100;

/**
 * Forgets the scans of numbers of which nothing new was heard for 180 days of the system's clock, in small steps, each a
 * transaction that locks its numbers only; those that a consumer holds are left to it. A number remembers up to when its
 * scans are forgotten, so that none of them is told again.
 */
@Injectable()
export class ForgetScansHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly merchants: KnownMerchants,
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
  ) {}

  /** @returns how many numbers were quiet */
  async forget(): Promise<number> {
    let total = 0;
    for (let count = numbersPerStep; count === numbersPerStep; total += count) count = await this.step();
    return total;
  }

  private step(): Promise<number> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      const quiet = await this.numbers.lockQuiet(tx, quietDays, numbersPerStep);
      if (quiet.length === 0) return 0;
      await this.merchants.admitAll(tx);
      this.numbers.forgotten(tx, await this.scans.forget(tx, quiet), quiet);
      return quiet.length;
    });
  }
}
