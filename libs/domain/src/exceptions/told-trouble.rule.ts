import { isMilestone, ownerOf, type Milestone } from '../chain.ts';
import type { Leg } from '../legs/leg.ts';
import type { Reason } from '../parcel/parcel-event.ts';
import type { ParcelState, StandingTrouble } from '../parcel/parcel-state.ts';
import { troubleDefinition } from '../parcel/troubles.ts';
import { blamedByReason, blameForReason } from './blame.ts';
import type { ExceptionCode, ExceptionRule, RescueAction, Severity } from './exception.ts';

/** An exception that stands while a trouble stands which somebody has told. */
interface ToldTroubleRule {
  readonly code: ExceptionCode;
  readonly told: readonly Milestone[];
  /** The leg that it always belongs to; without one the leg or wait in which it was told. */
  readonly leg?: Leg;
  /** Where the sender gives no reason. */
  readonly reason: Reason;
  /** At the first telling, the second and so on; the last stays. */
  readonly severities: readonly [Severity, ...Severity[]];
  /** What may have ended it, in words; how the journey ended comes before. */
  readonly ended: string;
  readonly failsUntouched: number;
  readonly actions: readonly RescueAction[];
}

/** The rule of a told trouble: which milestones tell it and what ends it stands in the legs' tables. */
export function toldTrouble(rule: ToldTroubleRule): ExceptionRule {
  const { severities } = rule;
  return {
    code: rule.code,
    legs: rule.leg === undefined ? 'present' : [rule.leg],
    opens: `${rule.told.join(' or ')} is told`,
    clears: endsInWords(rule.told),
    blames: blamedByReason(rule.reason),
    severities,
    find({ state }) {
      const trouble = lastTold(state, rule.told);
      if (trouble === null) return [];
      const leg = rule.leg ?? trouble.leg;
      return [
        {
          code: rule.code,
          leg,
          since: trouble.since,
          evidence: { eventIds: trouble.eventIds },
          blame: blameForReason(trouble.last.reason ?? rule.reason, leg === null ? null : ownerOf(leg)),
          severity: severities[Math.min(trouble.times, severities.length) - 1] ?? severities[0],
        },
      ];
    },
    becauseCleared: ({ state }) => howItEnded(state) ?? rule.ended,
    failsUntouched: rule.failsUntouched,
    actions: rule.actions,
  };
}

/** In words, what ends the way out: from then on the parcel is nobody's to deliver. */
export const endOfTheWayOut = 'delivery, return, loss or destruction';

/** In words, what ends troubles that such milestones tell. */
function endsInWords(told: readonly Milestone[]): string {
  const definitions = told.flatMap((milestone) => troubleDefinition(milestone) ?? []);
  const until = new Set(definitions.flatMap((definition) => definition.until));
  const ends = [
    ...[...until].filter(isMilestone),
    ...(until.has('moved') ? ['further physical progress'] : []),
    ...(until.has('left') ? ['a scan from further on'] : []),
    ...(definitions.some(({ outlasts = false }) => !outlasts) ? [endOfTheWayOut] : []),
  ];
  return ends.length === 0 ? 'only a correction' : ends.join('; ');
}

/** The trouble told last among those that stand. */
export function lastTold(state: ParcelState, told: readonly Milestone[]): StandingTrouble | null {
  let last: StandingTrouble | null = null;
  for (const milestone of told) {
    const trouble = state.troubles[milestone];
    if (trouble !== undefined && (last === null || trouble.last.at > last.last.at)) last = trouble;
  }
  return last;
}

/** In words, how a journey ended or turned back; null while it goes on. */
export function howItEnded({ status, outcome }: ParcelState): string | null {
  if (status === 'delivered') return 'the parcel was delivered';
  return outcome === 'under_way' ? null : `the parcel is ${outcome.replaceAll('_', ' ')}`;
}
