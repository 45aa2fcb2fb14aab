import type { UnitCount } from '@landfall/domain';
import type { Transaction } from '@landfall/persistence';

/** Appends changes of the counts of merchants' units, in one statement; a batch that tells of none adds none. */
export const appendUnitChanges = (
  tx: Transaction,
  changed: readonly { merchantId: string; changes: readonly UnitCount[] }[],
): void => {
  const some = changed.filter(({ changes }) => changes.length > 0);
  if (some.length === 0) return;
  tx.execute('INSERT INTO unit_change (merchant_id, changes) SELECT * FROM unnest($1::uuid[], $2::jsonb[])', [
    some.map(({ merchantId }) => merchantId),
    some.map(({ changes }) => JSON.stringify(changes)),
  ]);
};

/** What has been appended of a merchant's units since the last look, and is forgotten with this one. */
export const takeUnitChanges = async (tx: Transaction, merchantId: string): Promise<UnitCount[]> => {
  const rows = await tx.query<{ changes: UnitCount[] }>(
    'DELETE FROM unit_change WHERE merchant_id = $1 RETURNING changes',
    [merchantId],
  );
  return rows.flatMap(({ changes }) => changes);
};
