import type { ParcelStatus } from '../parcel/parcel-state.ts';
import type { ExceptionRule } from './exception.ts';

const movingNoMore: ReadonlySet<ParcelStatus> = new Set(['delivered', 'returned', 'lost', 'destroyed']);

/** `cancelled_in_flight`: the order was cancelled, yet its parcel moves. It ends where the journey ends. */
export const cancelledInFlight: ExceptionRule = {
  code: 'cancelled_in_flight',
  legs: [],
  opens: 'the order is cancelled and the parcel has a physical scan',
  clears: `the end of the journey (${[...movingNoMore].join(', ')}); a cancellation that is withdrawn`,
  blames: 'the merchant',
  severities: ['high'],
  find({ facts, state }) {
    const { firstPhysicalScanAt, status, lastEvent } = state;
    if (facts.cancelledAt === null || firstPhysicalScanAt === null || movingNoMore.has(status)) return [];
    return [
      {
        code: 'cancelled_in_flight',
        leg: null,
        since: Math.max(facts.cancelledAt, firstPhysicalScanAt),
        evidence: { eventIds: lastEvent === null ? [] : [lastEvent.eventId], basis: 'order cancelled' },
        blame: { party: 'merchant', reason: 'merchant', leg: null },
        severity: 'high',
      },
    ];
  },
  becauseCleared({ facts, state }) {
    if (facts.cancelledAt === null) return 'the cancellation was withdrawn';
    return movingNoMore.has(state.status) ? `the parcel is ${state.status}` : 'the parcel has not moved';
  },
  failsUntouched: 0.9,
  actions: [{ name: 'intercept', failsAfter: 0.5, costShare: 0.2 }],
};
