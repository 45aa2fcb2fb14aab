import { stayChanges, unitChanges, type CountedStays } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import { appendStayChanges } from '../persistence/dwell.store.ts';
import { appendUnitChanges } from '../persistence/unit-change.store.ts';
import { nextMidnight } from './next-midnight.ts';

/** What a parcel added to the counts of dwell and of its unit, and adds now. */
export interface RecountedParcel {
  merchantId: string;
  before: CountedStays | null;
  after: CountedStays | null;
}

/** Appends what parcels change in the counts of their lanes and units. */
export const recordStays = (tx: Transaction, parcels: readonly RecountedParcel[], now: Date): void => {
  const byMerchant = [...Map.groupBy(parcels, ({ merchantId }) => merchantId)];
  const changed = byMerchant.flatMap(([merchantId, of]) =>
    [...Map.groupBy(stayChanges(of), ({ lane }) => lane)].map(([lane, changes]) => ({
      merchantId,
      lane,
      changes,
    })),
  );
  appendStayChanges(tx, changed, nextMidnight(now));
  appendUnitChanges(
    tx,
    byMerchant.map(([merchantId, of]) => ({ merchantId, changes: unitChanges(of) })),
  );
};
