import { Injectable } from '@nestjs/common';
import type { BatchContext } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import type { CodeOfMerchant } from '../persistence/remapping.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import type { FanOut } from '../persistence/unit-fan-out.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { deliveriesOf, toldOf, type Delivery, type KeptScan } from '../scans/kept-scan.ts';
import { mappedBy } from '../scans/merchant-codes.ts';
import { Corrections } from '../tell-scans/corrections.ts';
import { ScanTeller } from '../tell-scans/scan-teller.ts';
import { DirectlyTold } from '../units/directly-told.ts';
import { fanOutsOf } from '../units/fan-outs-of.ts';
import { withToldNumbers } from '../units/told-number.ts';

/** Reads kept scans by what their merchants say now that their codes mean. Those that are forgotten stay as they were told. */
@Injectable()
export class RemapScans {
  constructor(
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly overrides: MappingOverrideStore,
    private readonly units: UnitStore,
    private readonly directly: DirectlyTold,
    private readonly corrections: Corrections,
    private readonly teller: ScanTeller,
  ) {}

  /**
   * Corrects what parcels of a merchant were told of scans of a code, and tells them of those that were none to him before.
   * Under the locks of their numbers: what comes in later is read by the new mapping.
   */
  async readAnew(context: BatchContext, code: CodeOfMerchant, parcelIds: readonly string[]): Promise<void> {
    const { tx } = context;
    const numbers = await this.numbers.numbersOf(tx, code.merchantId, parcelIds);
    if (numbers.length === 0) return;
    const { ofUnits } = await this.numbers.lock(tx, withToldNumbers(numbers));
    const kept = (await this.scans.ofCode(tx, code, numbers)).filter((scan) => mappedBy(scan) === code.code);
    if (kept.length === 0) return;
    const [registrations, codes] = await Promise.all([
      this.numbers.registrationsOf(tx, numbers),
      this.overrides.ofSenders(tx, [code.sender]),
    ]);
    const newlyTold: KeptScan[] = [];
    const before: Delivery[] = [];
    const due: Delivery[] = [];
    for (const scan of kept) {
      const all = registrations.get(scan.number) ?? [];
      const own = all.filter(({ merchantId }) => merchantId === code.merchantId);
      before.push(...toldOf(scan, own, codes));
      const fresh = deliveriesOf(scan, all, codes).filter(
        ({ registration }) => registration.merchantId === code.merchantId,
      );
      if (fresh.length === 0) continue;
      due.push(...fresh);
      newlyTold.push({
        ...scan,
        parcels: [...scan.parcels, ...fresh.map(({ registration }) => registration.parcelId)],
      });
    }
    this.scans.store(tx, newlyTold);
    const first = await this.directly.claim(
      tx,
      due.map((delivery) => ({ delivery })),
      await this.units.namedBy(tx, [...ofUnits]),
    );
    const corrected = await this.corrections.of(tx, before);
    await this.teller.tell(context, [...first, ...corrected.map((delivery) => ({ delivery }))]);
  }

  /** What has to be walked anew of a merchant's units. */
  async ofUnits(tx: Transaction, code: CodeOfMerchant, now: Date): Promise<FanOut[]> {
    const scans = await this.scans.ofUnitsOfCode(tx, code);
    return fanOutsOf(
      scans.filter((scan) => mappedBy(scan) === code.code),
      now,
    );
  }
}
