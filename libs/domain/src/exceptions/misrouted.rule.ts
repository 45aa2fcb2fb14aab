import { sameGateway } from '../routing/gateway.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { isOutbound, type ParcelState } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { blameForParcel } from './blame.ts';
import type { ExceptionRule } from './exception.ts';
import { endOfTheWayOut, howItEnded } from './told-trouble.rule.ts';

/**
 * `misrouted`: the parcel is in a country that is not on its route, or has come to one facility for the third time. Of a parcel
 * whose route is not known any country may be on the way until it has reached the destination's. It ends where the parcel
 * is back on its road.
 */
export const misrouted: ExceptionRule = {
  code: 'misrouted',
  legs: [],
  opens: [
    'it is scanned in a country that is not on its route (where no route is known: outside origin and destination once it has arrived)',
    'or comes to one facility for the third time',
  ].join(', '),
  clears: `a scan in a country of the road; of a circle, a facility where it has not been, or the last mile; ${endOfTheWayOut}`,
  blames: 'the carrier that has it',
  severities: ['high'],
  find({ facts, state }) {
    const astray = astrayOf(facts, state);
    if (astray === null || !isOutbound(state)) return [];
    return [
      {
        code: 'misrouted',
        leg: null,
        since: astray.since,
        evidence: { eventIds: [astray.eventId], basis: astray.basis },
        blame: { ...blameForParcel(state), party: 'carrier', reason: 'carrier' },
        severity: 'high',
      },
    ];
  },
  becauseCleared: ({ state }: ParcelView) => howItEnded(state) ?? 'the parcel is back on its road',
  failsUntouched: 0.25,
  actions: [{ name: 'contact_carrier', failsAfter: 0.12, costShare: 0 }],
};

function astrayOf(
  facts: ParcelFacts,
  { lastCountry, arrivals, reachedAt }: ParcelState,
): { since: number; eventId: string; basis: string } | null {
  if (
    lastCountry !== null &&
    !isOnRoad(lastCountry.country, facts, 'arrived_in_destination_country' in reachedAt)
  )
    return { ...lastCountry, basis: `scanned in ${lastCountry.country}` };
  const { loop } = arrivals;
  return loop === null ? null : { ...loop, basis: `came to ${loop.facility} a third time` };
}

function isOnRoad(country: string, facts: ParcelFacts, hasArrived: boolean): boolean {
  const { originCountry, destinationCountry, transitCountries, routeKnown } = facts;
  if (!routeKnown && !hasArrived) return true;
  return [originCountry ?? country, destinationCountry, ...transitCountries].some((known) =>
    sameGateway(country, known),
  );
}
