import type { Transaction } from '@landfall/persistence';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { Envelope } from '../events/received-event.ts';

/** What a batch handler works with: one transaction, one instant, one place to tell from. */
export interface BatchContext {
  readonly tx: Transaction;
  readonly now: Date;
  /**
   * Tells of an effect, in the transaction of the batch.
   * @param cause the event that brought it about: its trace goes on in the effect
   */
  emit(event: OutgoingEvent, cause?: Envelope): void;
}
