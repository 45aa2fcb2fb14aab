import type { Instant } from '../calendar/instant.ts';
import type { OrderValue } from '../money/profit.ts';

/** What is known of an order, beside its parcels. */
export interface OrderFacts {
  readonly placedAt: Instant;
  /** By when it has to be dispatched; null where nobody said. */
  readonly shipBy: Instant | null;
  readonly cancelledAt: Instant | null;
  readonly value: OrderValue;
}

/** An order as its rule sees it. */
export interface OrderView {
  readonly facts: OrderFacts;
  /**
   * Whether any parcel of it has a physical scan, of whatever purpose: what replaces a parcel has been sent itself, and what
   * comes back had been sent.
   */
  readonly isDispatched: boolean;
}
