import type { KeptScan } from '../scans/kept-scan.ts';
import { lookBackMs } from '../scans/match-registrations.ts';
import type { UnitScan } from './member-delivery.ts';
import { unitNumberOf } from './unit-number.ts';

/** A unit that carriers may tell of by its number. */
export interface NamedUnit {
  merchantId: string;
  unitId: string;
  /** `toldNumberOf` its name. */
  toldAs: string;
  createdAt: Date;
}

/**
 * What a scan says of the units that have its number: one a merchant whom it may reach, of several the newest. What
 * happened more than 120 days before a unit was made is of another one: airlines use waybill numbers again.
 */
export const scansOfUnits = (scan: KeptScan, units: readonly NamedUnit[]): UnitScan[] => {
  const { time } = scan;
  if (!time) return [];
  const happened = Date.parse(time.occurredAt);
  const ofMerchant = new Map<string, NamedUnit>();
  for (const unit of units) {
    if (scan.onlyMerchant !== null && scan.onlyMerchant !== unit.merchantId) continue;
    if (happened < unit.createdAt.getTime() - lookBackMs) continue;
    const known = ofMerchant.get(unit.merchantId);
    if (!known || known.createdAt < unit.createdAt) ofMerchant.set(unit.merchantId, unit);
  }
  return [...ofMerchant.values()].map(({ merchantId, unitId }) => ({
    ...scan,
    time,
    number: unitNumberOf(unitId),
    unit: { unitId, carrier: scan.carriers[0] ?? scan.sender },
    onlyMerchant: merchantId,
    parcels: [],
  }));
};
