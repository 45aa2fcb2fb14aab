import type { Instant } from '../calendar/instant.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { blamedAsItStands, blameForParcel } from './blame.ts';
import type { ExceptionRule } from './exception.ts';

/**
 * `promise_broken`: the promised time has passed and the parcel is not delivered. Any delivery ends it, one in time
 * and told late as well as a late one; so does a cancellation, which voids the promise.
 */
export const promiseBroken: ExceptionRule = {
  code: 'promise_broken',
  legs: [],
  opens: 'the promised time has passed and the parcel is not delivered',
  clears: 'delivery, in time or late; a later promise; a cancellation',
  blames: blamedAsItStands,
  severities: ['high'],
  find(view, now) {
    const due = dueAt(view);
    if (due === null || now < due) return [];
    return [
      {
        code: 'promise_broken',
        leg: null,
        since: due,
        evidence: { eventIds: [], basis: 'promised time' },
        blame: blameForParcel(view.state),
        severity: 'high',
      },
    ];
  },
  dueAt,
  becauseCleared({ facts, state }) {
    if (facts.cancelledAt !== null) return 'the order was cancelled';
    if (state.deliveredAt === null || facts.promisedAt === null) return 'the promise was moved';
    return state.deliveredAt <= facts.promisedAt
      ? 'the parcel had been delivered in time'
      : 'the parcel was delivered late';
  },
  failsUntouched: 0.12,
  actions: [
    { name: 'inform_consumer', failsAfter: 0.1, costShare: 0 },
    { name: 'contact_carrier', failsAfter: 0.08, costShare: 0 },
  ],
};

function dueAt({ facts, state }: ParcelView): Instant | null {
  return state.deliveredAt === null && facts.cancelledAt === null ? facts.promisedAt : null;
}
