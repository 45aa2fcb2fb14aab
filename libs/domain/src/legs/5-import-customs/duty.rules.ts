import { HOUR_MS, type Instant } from '../../calendar/instant.ts';
import { blameForReason } from '../../exceptions/blame.ts';
import type { ExceptionRule } from '../../exceptions/exception.ts';
import { endOfTheWayOut, howItEnded } from '../../exceptions/told-trouble.rule.ts';
import { isOutbound, type ParcelState } from '../../parcel/parcel-state.ts';
import type { ParcelView } from '../../parcel/parcel-view.ts';

/** Elapsed time; half of how long carriers usually hold a parcel for its duty. */
const hoursToPay = 72;

const askedNoMore = `payment; import release; the last mile; ${endOfTheWayOut}`;

/**
 * `duty_unpaid`: the consignee, who has to pay (delivered at place, or nobody said), has not paid 72 hours after being asked.
 * Carriers send the parcel back when their holding time is over.
 */
export const dutyUnpaid: ExceptionRule = {
  code: 'duty_unpaid',
  legs: ['import_customs'],
  opens: `duty requested ${hoursToPay} h ago is not paid, and the route does not pay it (DDP)`,
  clears: askedNoMore,
  blames: 'the consignee',
  severities: ['high'],
  find(view, now) {
    const due = dueAt(view);
    if (due === null || now < due) return [];
    return [
      {
        code: 'duty_unpaid',
        leg: 'import_customs',
        since: due,
        evidence: {
          eventIds: askedBy(view.state),
          threshold: { hours: hoursToPay },
          basis: 'since duty was requested',
        },
        blame: blameForReason('duty', 'import_customs'),
        severity: 'high',
      },
    ];
  },
  dueAt,
  becauseCleared: whyAskedNoMore,
  failsUntouched: 0.4,
  actions: [{ name: 'remind_consumer', failsAfter: 0.12, costShare: 0 }],
};

/** `ddp_breach`: duty is asked of the consignee though the route promised it paid. At once, and the provider's blame. */
export const ddpBreach: ExceptionRule = {
  code: 'ddp_breach',
  legs: ['import_customs'],
  opens: 'duty is requested though the route pays it (DDP)',
  clears: askedNoMore,
  blames: 'the carrier of the import customs',
  severities: ['high'],
  find({ facts, state }) {
    const since = askedSince(state);
    if (facts.terms !== 'DDP' || since === null) return [];
    return [
      {
        code: 'ddp_breach',
        leg: 'import_customs',
        since,
        evidence: { eventIds: askedBy(state), basis: 'the route pays duty (DDP)' },
        blame: { party: 'carrier', reason: 'carrier', leg: 'import_customs' },
        severity: 'high',
      },
    ];
  },
  becauseCleared: whyAskedNoMore,
  failsUntouched: 0.35,
  actions: [{ name: 'contact_carrier', failsAfter: 0.08, costShare: 0 }],
};

function dueAt({ facts, state }: ParcelView): Instant | null {
  const since = askedSince(state);
  return since === null || facts.terms === 'DDP' ? null : since + hoursToPay * HOUR_MS;
}

/** Since when duty is owed; it no longer is once customs has released the parcel or the last mile has it. */
function askedSince(state: ParcelState): Instant | null {
  const { duty, import: declaration } = state.customs;
  if (duty.status !== 'requested' || !isOutbound(state) || state.position === 'last_mile') return null;
  const releasedSince =
    declaration.closedAt !== null && duty.requestedAt !== null && declaration.closedAt >= duty.requestedAt;
  return releasedSince ? null : duty.requestedAt;
}

const askedBy = ({ customs: { duty } }: ParcelState): string[] =>
  duty.eventId === null ? [] : [duty.eventId];

function whyAskedNoMore({ state }: ParcelView): string {
  if (state.customs.duty.status === 'paid') return 'the duty was paid';
  return howItEnded(state) ?? 'the parcel went on without it';
}
