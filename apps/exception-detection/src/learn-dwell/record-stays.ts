import { stayChanges, type CountedStays } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';
import { appendStayChanges } from '../persistence/dwell.store.ts';
import { nextMidnight } from './next-midnight.ts';

/** What a parcel added to the counts of dwell, and adds now. */
export interface RecountedParcel {
  merchantId: string;
  before: CountedStays | null;
  after: CountedStays | null;
}

/** Appends what parcels change in the counts of their lanes. */
export const recordStays = (tx: Transaction, parcels: readonly RecountedParcel[], now: Date): void => {
  const changed = [...Map.groupBy(parcels, ({ merchantId }) => merchantId)].flatMap(([merchantId, of]) =>
    [...Map.groupBy(stayChanges(of), ({ lane }) => lane)].map(([lane, changes]) => ({
      merchantId,
      lane,
      changes,
    })),
  );
  appendStayChanges(tx, changed, nextMidnight(now));
};
