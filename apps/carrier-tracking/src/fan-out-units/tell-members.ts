import { Injectable } from '@nestjs/common';
import type { BatchContext } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { TrackedParcelStore } from '../persistence/tracked-parcel.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitScanToldStore } from '../persistence/unit-scan-told.store.ts';
import type { Registration } from '../scans/match-registrations.ts';
import { Corrections } from '../tell-scans/corrections.ts';
import { ScanTeller } from '../tell-scans/scan-teller.ts';
import { memberDelivery, type UnitScan } from '../units/member-delivery.ts';

/** A parcel that is to hear of a scan of a unit. */
export interface UnitScanOfMember {
  merchantId: string;
  parcelId: string;
  scan: UnitScan;
  flightOrVoyage: string | null;
}

/**
 * Tells parcels of the scans of their units: each of each once, and again where it is read otherwise now. Those that nobody
 * has registered hear of them when they are.
 */
@Injectable()
export class TellMembers {
  constructor(
    private readonly numbers: TrackingNumberStore,
    private readonly parcels: TrackedParcelStore,
    private readonly told: UnitScanToldStore,
    private readonly overrides: MappingOverrideStore,
    private readonly corrections: Corrections,
    private readonly teller: ScanTeller,
  ) {}

  async tell(members: readonly UnitScanOfMember[], context: BatchContext): Promise<void> {
    const { tx } = context;
    const registrations = await this.registrationsOf(tx, members);
    const codes = await this.overrides.ofSenders(
      tx,
      members.map(({ scan }) => scan.sender),
    );
    const deliveries = members.flatMap(
      ({ parcelId, scan, flightOrVoyage }) =>
        memberDelivery(scan, flightOrVoyage, registrations.get(parcelId) ?? [], codes) ?? [],
    );
    const fresh = new Set(await this.told.claim(tx, deliveries));
    const corrected = await this.corrections.of(
      tx,
      deliveries.filter((delivery) => !fresh.has(delivery)),
    );
    await this.teller.tell(
      context,
      [...fresh, ...corrected].map((delivery) => ({ delivery })),
    );
  }

  /** Where one is missing all are asked for again under the parcels' locks: who registers it later sees that it is in a unit. */
  private async registrationsOf(
    tx: Transaction,
    members: readonly UnitScanOfMember[],
  ): Promise<ReadonlyMap<string, readonly Registration[]>> {
    const known = await this.numbers.registrationsOfParcels(tx, members);
    if (members.every(({ parcelId }) => known.has(parcelId))) return known;
    await this.parcels.lock(tx, members);
    return this.numbers.registrationsOfParcels(tx, members);
  }
}
