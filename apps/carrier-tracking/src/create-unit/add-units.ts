import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import type { KeptScan } from '../scans/kept-scan.ts';
import { DirectlyTold } from '../units/directly-told.ts';
import { scansOfUnits } from '../units/scans-of-units.ts';
import { numbersOfUnits, toldNumberOf } from '../units/told-number.ts';
import type { Unit } from '../units/unit.ts';

/** Adds units of a merchant, which hear what carriers have told of their numbers before. */
@Injectable()
export class AddUnits {
  constructor(
    private readonly units: UnitStore,
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly directly: DirectlyTold,
  ) {}

  /**
   * The numbers of the units (`numbersOfUnits`) are locked.
   * @returns the ids of those that were added: the merchant has no other of their external ids
   */
  async add(tx: Transaction, merchantId: string, units: readonly Unit[]): Promise<ReadonlySet<string>> {
    if (units.length === 0) return new Set();
    const added = await this.units.add(tx, merchantId, units);
    const fresh = units.filter(({ id }) => added.has(id));
    if (fresh.length === 0) return added;
    const names = fresh.map(({ externalId }) => externalId);
    this.numbers.nameUnits(tx, merchantId, [...new Set(names.map(toldNumberOf))]);
    const told = await this.scans.ofNumbers(tx, numbersOfUnits(names));
    const reaching = told.filter(({ onlyMerchant }) => (onlyMerchant ?? merchantId) === merchantId);
    await this.hear(tx, merchantId, fresh, reaching);
    return added;
  }

  /** There is nobody in the units yet: who is put in them hears what is kept of them. */
  private async hear(
    tx: Transaction,
    merchantId: string,
    units: readonly Unit[],
    told: readonly KeptScan[],
  ): Promise<void> {
    const named = Map.groupBy(
      units.map(({ id, externalId, createdAt }) => ({
        merchantId,
        unitId: id,
        toldAs: toldNumberOf(externalId),
        createdAt,
      })),
      ({ toldAs }) => toldAs,
    );
    const scans = told.flatMap((scan) => scansOfUnits(scan, named.get(toldNumberOf(scan.number)) ?? []));
    if (scans.length === 0) return;
    const numbers = scans.map(({ number }) => number);
    await this.numbers.lock(tx, numbers);
    this.scans.store(tx, scans);
    this.numbers.heard(tx, numbers);
    await this.directly.note(tx, merchantId, told);
  }
}
