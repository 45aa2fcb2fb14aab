import { isRecordFault, type Transaction } from '@landfall/persistence';

export const half = (part: readonly unknown[]): number => Math.ceil(part.length / 2);

export interface Isolation<Item, Outcome> {
  /** Works through a part. What it writes may be refused after it has resolved. */
  attempt: (part: Item[]) => Promise<Outcome>;
  /** Takes what came of a part whose writes have all been accepted. */
  keep: (outcome: Outcome) => void;
  setAside: (item: Item, error: unknown) => Promise<void>;
}

/**
 * Works through items in parts of a size under savepoints; halves a part that fails until the item at fault stands
 * alone. The others go through. A failure of the surroundings is thrown at once.
 */
export const isolateFaults = async <Item, Outcome>(
  tx: Transaction,
  items: readonly Item[],
  size: number,
  isolation: Isolation<Item, Outcome>,
): Promise<void> => {
  for (let start = 0; start < items.length; start += size) {
    const part = items.slice(start, start + size);
    try {
      isolation.keep(await tx.attempt(() => isolation.attempt(part)));
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      const [only] = part;
      if (part.length === 1 && only !== undefined) await isolation.setAside(only, error);
      else await isolateFaults(tx, part, half(part), isolation);
    }
  }
};
