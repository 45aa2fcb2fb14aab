import { isRecordFault, type Transaction } from '@landfall/persistence';

export const half = (part: readonly unknown[]): number => Math.ceil(part.length / 2);

/**
 * Works through items in parts under savepoints; halves a part that fails until the item at fault stands alone.
 * The others go through. A failure of the surroundings is thrown at once.
 */
export const isolateFaults = async <Item>(
  tx: Transaction,
  items: readonly Item[],
  attempt: (part: Item[]) => Promise<void>,
  options: { size: number; setAside: (item: Item, error: unknown) => Promise<void> },
): Promise<void> => {
  for (let start = 0; start < items.length; start += options.size) {
    const part = items.slice(start, start + options.size);
    try {
      await tx.attempt(() => attempt(part));
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      const [only] = part;
      if (part.length === 1 && only !== undefined) await options.setAside(only, error);
      else await isolateFaults(tx, part, attempt, { ...options, size: half(part) });
    }
  }
};
