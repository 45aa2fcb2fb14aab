import { ownerOf, type Milestone } from '../chain.ts';
import type { Leg } from '../legs/leg.ts';
import type { Reason } from '../parcel/parcel-event.ts';
import type { ParcelState, StandingTrouble } from '../parcel/parcel-state.ts';
import { blameForReason } from './blame.ts';
import type { ExceptionCode, ExceptionRule, RescueAction, Severity } from './exception.ts';

/** An exception that stands while a trouble stands which somebody has told. */
interface ToldTroubleRule {
  readonly code: ExceptionCode;
  readonly told: readonly Milestone[];
  /** The leg that it always belongs to; without one the leg or wait in which it was told. */
  readonly leg?: Leg;
  /** Where the sender gives no reason. */
  readonly reason: Reason;
  severity(trouble: StandingTrouble): Severity;
  /** What may have ended it, in words; how the journey ended comes before. */
  readonly ended: string;
  readonly failsUntouched: number;
  readonly actions: readonly RescueAction[];
}

/** The rule of a told trouble: which milestones tell it and what ends it stands in the legs' tables. */
export function toldTrouble(rule: ToldTroubleRule): ExceptionRule {
  return {
    code: rule.code,
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
          severity: rule.severity(trouble),
        },
      ];
    },
    dueTimes: () => [],
    becauseCleared: ({ state }) => howItEnded(state) ?? rule.ended,
    failsUntouched: rule.failsUntouched,
    actions: rule.actions,
  };
}

/** The trouble told last among those that stand. */
export function lastTold(state: ParcelState, told: readonly Milestone[]): StandingTrouble | null {
  const standing = told.flatMap((milestone) => state.troubles[milestone] ?? []);
  return standing.reduce<StandingTrouble | null>(
    (last, trouble) => (last === null || trouble.last.at > last.last.at ? trouble : last),
    null,
  );
}

/** In words, how a journey ended or turned back; null while it goes on. */
export function howItEnded({ status, outcome }: ParcelState): string | null {
  if (status === 'delivered') return 'the parcel was delivered';
  return outcome === 'under_way' ? null : `the parcel is ${outcome.replaceAll('_', ' ')}`;
}
