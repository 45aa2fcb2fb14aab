import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import type { ExceptionRule, Finding, RescueAction, RuleInWords } from '../exceptions/exception.ts';
import type { OrderView } from './order-view.ts';

const HOURS_AFTER_PLACING = 72;

/** An exception of the catalogue that an order has, by the contract of {@link ExceptionRule}; it belongs to no leg. */
export interface OrderRule extends Pick<ExceptionRule, 'code' | 'failsUntouched'>, RuleInWords {
  find(view: OrderView, now: Instant): Finding | null;
  dueAt(view: OrderView): Instant | null;
  becauseCleared(view: OrderView): string;
  /** It costs nothing. */
  readonly action: Pick<RescueAction, 'name' | 'failsAfter'>;
}

/**
 * `not_dispatched`: no parcel of the order has a physical scan by its ship-by time, or within 72 hours (elapsed time) of placing
 * where it has none. The first physical scan of any of its parcels clears it, and so do a cancellation and a later ship-by time.
 */
export const notDispatched: OrderRule = {
  code: 'not_dispatched',
  legs: [],
  opens: [
    'no parcel of the order has a physical scan by its ship-by time',
    `or, where it has none, ${HOURS_AFTER_PLACING} h after it was placed`,
  ].join(', '),
  clears: 'the first physical scan of any of its parcels; a later ship-by time; a cancellation',
  blames: 'the merchant',
  severities: ['medium'],
  find(view, now) {
    const due = dueAt(view);
    if (due === null || now < due) return null;
    return {
      code: 'not_dispatched',
      leg: null,
      since: due,
      evidence:
        view.facts.shipBy === null
          ? { eventIds: [], threshold: { hours: HOURS_AFTER_PLACING }, basis: 'since placed' }
          : { eventIds: [], basis: 'ship-by time' },
      blame: { party: 'merchant', reason: 'merchant', leg: null },
      severity: 'medium',
    };
  },
  dueAt,
  becauseCleared({ facts, isDispatched }) {
    if (isDispatched) return 'a parcel of the order was scanned';
    return facts.cancelledAt === null ? 'the order is not due for dispatch yet' : 'the order was cancelled';
  },
  failsUntouched: 0.15,
  action: { name: 'contact_merchant', failsAfter: 0.05 },
};

function dueAt({ facts: { placedAt, shipBy, cancelledAt }, isDispatched }: OrderView): Instant | null {
  if (isDispatched || cancelledAt !== null) return null;
  return shipBy ?? placedAt + HOURS_AFTER_PLACING * HOUR_MS;
}
