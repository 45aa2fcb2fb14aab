import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { UnitContentsStore } from '../persistence/unit-contents.store.ts';
import { UnitFanOutStore, type OpenFanOut } from '../persistence/unit-fan-out.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { isUnitScan } from '../units/member-delivery.ts';
import { unitIdOf, unitNumberOf } from '../units/unit-number.ts';
import type { UnitScanOfMember } from './tell-members.ts';

/** A parcel that a walk has come to, and since when it is to hear of the scan. */
export interface DueMember extends UnitScanOfMember {
  dueAt: Date;
}

/**
 * Walks from parcel to parcel in units of which something was told. Every walk stands where the last transaction left it, and
 * those under way take turns, so that none waits for a long one to end.
 *
 * Nobody has to be locked out meanwhile: an event, a parcel or a unit that comes in leaves a walk of its own, which begins
 * when it has been committed. Of any two that belong together the walk of the later one finds the other.
 */
@Injectable()
export class UnitWalk {
  constructor(
    private readonly fanOuts: UnitFanOutStore,
    private readonly contents: UnitContentsStore,
    private readonly units: UnitStore,
    private readonly scans: KeptScanStore,
  ) {}

  /** Goes on by so many parcels; fewer only where all that is due has been walked. */
  async goOn(tx: Transaction, now: Date, count: number): Promise<DueMember[]> {
    const come: DueMember[] = [];
    while (come.length < count) {
      const work = await this.fanOuts.next(tx, now);
      if (!work) break;
      if (work.scanId === null) await this.split(tx, work);
      else come.push(...(await this.walk(tx, work, work.scanId, count - come.length)));
    }
    return come;
  }

  /** Makes a walk for each scan of those that were told of the unit and of what it is in, in the order in which they were made. */
  private async split(tx: Transaction, work: OpenFanOut): Promise<void> {
    const path = await this.units.pathOf(tx, work.merchantId, work.ofUnit);
    const scans = await this.scans.ofNumbers(tx, path.map(unitNumberOf));
    this.fanOuts.done(tx, work);
    this.fanOuts.add(
      tx,
      scans
        .filter(isUnitScan)
        .filter(({ onlyMerchant }) => onlyMerchant === work.merchantId)
        .sort((a, b) => Date.parse(a.time.occurredAt) - Date.parse(b.time.occurredAt))
        .map(({ number, scanId }) => ({ ...work, ofUnit: unitIdOf(number) ?? work.ofUnit, scanId })),
    );
  }

  private async walk(tx: Transaction, work: OpenFanOut, scanId: string, count: number): Promise<DueMember[]> {
    const { merchantId, ofUnit, dueAt } = work;
    const [scan, flightOrVoyage, members] = await Promise.all([
      this.scans.find(tx, { number: unitNumberOf(ofUnit), scanId, onlyMerchant: merchantId }),
      this.units.flightOf(tx, merchantId, ofUnit),
      this.contents.walk(tx, work, count),
    ]);
    const last = members.at(-1);
    // One that was forgotten since is not told any more.
    const isKnown = scan !== undefined && isUnitScan(scan);
    if (isKnown && last && members.length === count) this.fanOuts.goOn(tx, work, last.position);
    else this.fanOuts.done(tx, work);
    if (!isKnown) return [];
    return members.map(({ parcelId }) => ({ merchantId, parcelId, scan, flightOrVoyage, dueAt }));
  }
}
