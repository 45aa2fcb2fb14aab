import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitScanToldStore } from '../persistence/unit-scan-told.store.ts';
import type { KeptScan } from '../scans/kept-scan.ts';
import type { CausedDelivery } from '../tell-scans/caused-delivery.ts';
import type { NamedUnit } from './scans-of-units.ts';
import { toldNumberOf } from './told-number.ts';

/**
 * Parcels that are registered with the number of a unit, such as an air waybill's: a scan of it may reach them by that number and
 * through the unit, and is told once. The numbers are locked.
 */
@Injectable()
export class DirectlyTold {
  constructor(
    private readonly told: UnitScanToldStore,
    private readonly numbers: TrackingNumberStore,
  ) {}

  /** Leaves out what parcels have heard through a unit; what is left they will not hear through one. */
  async claim(
    tx: Transaction,
    deliveries: readonly CausedDelivery[],
    units: readonly NamedUnit[],
  ): Promise<CausedDelivery[]> {
    const named = new Set(units.map(({ merchantId, toldAs }) => keyOf(merchantId, toldAs)));
    const isOfUnit = ({ delivery: { scan, registration } }: CausedDelivery) =>
      named.has(keyOf(registration.merchantId, toldNumberOf(scan.number)));
    const ofUnits = deliveries.filter(isOfUnit).map(({ delivery }) => delivery);
    const fresh = new Set(await this.told.claim(tx, ofUnits));
    return deliveries.filter((one) => !isOfUnit(one) || fresh.has(one.delivery));
  }

  /** Notes which parcels of a merchant have heard of scans before there was a unit of their number. */
  async note(tx: Transaction, merchantId: string, scans: readonly KeptScan[]): Promise<void> {
    const registrations = await this.numbers.registrationsOf(
      tx,
      scans.map(({ number }) => number),
    );
    const heard = scans.flatMap((scan) =>
      (registrations.get(scan.number) ?? [])
        .filter((registration) => registration.merchantId === merchantId)
        .filter(({ parcelId }) => scan.parcels.includes(parcelId))
        .map((registration) => ({ scan, registration })),
    );
    await this.told.claim(tx, heard);
  }
}

const keyOf = (merchantId: string, toldAs: string): string => `${merchantId} ${toldAs}`;
