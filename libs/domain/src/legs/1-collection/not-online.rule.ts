import { HOUR_MS, type Instant } from '../../calendar/instant.ts';
import type { ExceptionRule } from '../../exceptions/exception.ts';
import type { ParcelView } from '../../parcel/parcel-view.ts';

const HOURS_AFTER_SHIPPING = 48;
const HOURS_AFTER_REGISTRATION = 72;

/**
 * `not_online`: no scan but `label_created` within 48 hours (elapsed time) of shipping, or within 72 hours of
 * registration where no shipping time was given. Any scan clears it, and so does a cancellation.
 */
export const notOnline: ExceptionRule = {
  code: 'not_online',
  legs: ['collection'],
  opens: [
    `no scan but label_created has come ${HOURS_AFTER_SHIPPING} h after shipping`,
    `or, where no shipping time is known, ${HOURS_AFTER_REGISTRATION} h after registration`,
  ].join(', '),
  clears: 'any scan but label_created; a later shipping time; a cancellation',
  blames: 'the carrier of the collection where a shipping time is known, else the merchant',
  severities: ['medium'],
  find(view, now) {
    const due = dueAt(view);
    if (due === null || now < due) return [];
    const shipped = view.facts.shippedAt !== null;
    return [
      {
        code: 'not_online',
        leg: 'collection',
        since: due,
        evidence: {
          eventIds: view.state.lastEvent === null ? [] : [view.state.lastEvent.eventId],
          threshold: { hours: shipped ? HOURS_AFTER_SHIPPING : HOURS_AFTER_REGISTRATION },
          basis: shipped ? 'since shipped' : 'since registered',
        },
        blame: shipped
          ? { party: 'carrier', reason: 'carrier', leg: 'collection' }
          : { party: 'merchant', reason: 'merchant', leg: null },
        severity: 'medium',
      },
    ];
  },
  dueAt,
  becauseCleared({ state, facts }) {
    if (state.firstScanAt !== null) return 'a carrier scanned the parcel';
    return facts.cancelledAt !== null ? 'the order was cancelled' : 'the parcel is not due for a scan yet';
  },
  failsUntouched: 0.2,
  actions: [{ name: 'contact_merchant', failsAfter: 0.08, costShare: 0 }],
};

function dueAt({ facts, state }: ParcelView): Instant | null {
  if (state.firstScanAt !== null || facts.cancelledAt !== null) return null;
  return facts.shippedAt === null
    ? facts.registeredAt + HOURS_AFTER_REGISTRATION * HOUR_MS
    : facts.shippedAt + HOURS_AFTER_SHIPPING * HOUR_MS;
}
