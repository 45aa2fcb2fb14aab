import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { KeptScanStore } from '../persistence/kept-scan.store.ts';
import { MappingOverrideStore } from '../persistence/mapping-override.store.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { deliveriesOf, type KeptScan } from '../scans/kept-scan.ts';
import type { CausedDelivery } from '../tell-scans/caused-delivery.ts';
import { DirectlyTold } from '../units/directly-told.ts';
import { withToldNumbers } from '../units/told-number.ts';
import type { Claim } from './claims-of.ts';

/** Stores parcels' claims to numbers, and finds what was told under the numbers before. */
@Injectable()
export class ClaimNumbers {
  constructor(
    private readonly numbers: TrackingNumberStore,
    private readonly scans: KeptScanStore,
    private readonly units: UnitStore,
    private readonly directly: DirectlyTold,
    private readonly overrides: MappingOverrideStore,
  ) {}

  /** Stores claims; returns what their parcels are to be told of scans that were known before. */
  async register(tx: Transaction, claims: readonly Claim[]): Promise<CausedDelivery[]> {
    if (claims.length === 0) return [];
    const numbers = new Set(claims.map(({ registration }) => registration.number));
    const { ofUnits } = await this.numbers.lock(tx, withToldNumbers(numbers));
    this.numbers.register(
      tx,
      claims.map(({ registration }) => registration),
    );
    const kept = await this.scans.ofNumbers(tx, numbers);
    if (kept.length === 0) return [];

    const causes = new Map(claims.map(({ registration, event }) => [registration.number, event]));
    const [registrations, codes] = await Promise.all([
      this.numbers.registrationsOf(tx, numbers),
      this.overrides.ofSenders(
        tx,
        kept.map(({ sender }) => sender),
      ),
    ]);
    const told: KeptScan[] = [];
    const deliveries: CausedDelivery[] = [];
    for (const scan of kept) {
      const cause = causes.get(scan.number);
      const due = deliveriesOf(scan, registrations.get(scan.number) ?? [], codes);
      if (due.length === 0 || !cause) continue;
      told.push({ ...scan, parcels: [...scan.parcels, ...due.map((one) => one.registration.parcelId)] });
      deliveries.push(...due.map((delivery) => ({ delivery, cause })));
    }
    this.scans.store(tx, told);
    return this.directly.claim(tx, deliveries, await this.units.namedBy(tx, [...ofUnits]));
  }
}
