import { blamedByReason, blameForReason } from '../../exceptions/blame.ts';
import type { ExceptionRule } from '../../exceptions/exception.ts';
import { endOfTheWayOut, howItEnded } from '../../exceptions/told-trouble.rule.ts';
import type { ParcelState, StandingTrouble } from '../../parcel/parcel-state.ts';

/**
 * `address_problem`: the address cannot be found or is not complete, told as such or as the reason of a failed attempt. It
 * ends when the parcel is out for delivery again or waits at a pick-up point.
 */
export const addressProblem: ExceptionRule = {
  code: 'address_problem',
  legs: ['last_mile'],
  opens: 'address_problem is told, or the address as the reason of a failed attempt',
  clears: `out_for_delivery; available_for_pickup; ${endOfTheWayOut}`,
  blames: blamedByReason('address'),
  severities: ['high'],
  find({ state }) {
    const trouble = problemOf(state);
    if (trouble === null) return [];
    return [
      {
        code: 'address_problem',
        leg: 'last_mile',
        since: trouble.since,
        evidence: { eventIds: trouble.eventIds },
        blame: blameForReason(trouble.last.reason ?? 'address', 'last_mile'),
        severity: 'high',
      },
    ];
  },
  becauseCleared: ({ state }) => howItEnded(state) ?? 'the parcel can be delivered again',
  failsUntouched: 0.35,
  actions: [{ name: 'ask_consumer_for_address', failsAfter: 0.08, costShare: 0 }],
};

function problemOf({ troubles, handover }: ParcelState): StandingTrouble | null {
  if (troubles.address_problem !== undefined) return troubles.address_problem;
  const attempted = troubles.delivery_attempted;
  return attempted?.last.reason === 'address' && handover === 'at_depot'
    ? { ...attempted, since: attempted.last.at, eventIds: [attempted.last.eventId] }
    : null;
}
