import type { FanOut } from '../persistence/unit-fan-out.store.ts';
import type { KeptScan } from '../scans/kept-scan.ts';
import { isUnitScan } from './member-delivery.ts';

/** All parcels in a unit have to hear of its scan. */
export const fanOutsOf = (scans: readonly KeptScan[], now: Date): FanOut[] =>
  scans
    .filter(isUnitScan)
    .flatMap(({ onlyMerchant: merchantId, unit: { unitId }, scanId }) =>
      merchantId === null
        ? []
        : [{ merchantId, unitId, after: '0', upto: null, ofUnit: unitId, scanId, dueAt: now }],
    );
