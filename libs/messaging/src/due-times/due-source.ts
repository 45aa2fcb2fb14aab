import type { Transaction } from '@landfall/persistence';
import type { BatchContext } from '../batch/batch-context.ts';

/** What is due: which merchant's, which subject, since when. */
export interface DueItem {
  merchantId: string;
  subject: string;
  dueAt: Date;
}

/** A kind of due time: a column of its owner's rows, fired by the same code as an event. */
export interface DueSource<Item extends DueItem = DueItem> {
  /** Names the kind in logs and quarantine. */
  readonly name: string;
  /** How many transactions may fire its items at once, where their order is nothing to anybody; else one after the other. */
  readonly transactionsAtOnce?: number;
  /** The earliest instant at which anything of any merchant is due; null when nothing is. */
  next(tx: Transaction): Promise<Date | null>;
  /** Locks (SKIP LOCKED) and returns what is due at `now`, earliest first, at most `limit`. */
  take(tx: Transaction, now: Date, limit: number): Promise<Item[]>;
  /** Does what is due; must move or clear each item's due time. */
  fire(items: Item[], context: BatchContext): Promise<void>;
  /** Takes an item that cannot be done off the schedule. */
  unschedule(tx: Transaction, item: Item): Promise<void>;
}
