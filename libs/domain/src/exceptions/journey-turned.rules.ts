import type { Outcome } from '../legs/leg.ts';
import type { Reason } from '../parcel/parcel-event.ts';
import { blamedByReason, blameForReason } from './blame.ts';
import type { ExceptionCode, ExceptionRule, RescueAction } from './exception.ts';

interface Turn {
  readonly code: ExceptionCode;
  readonly opens: string;
  readonly outcomes: readonly Outcome[];
  /** Where the sender gives none. */
  readonly reason: Reason;
  readonly failsUntouched: number;
  readonly actions: readonly RescueAction[];
}

/**
 * `refused`, `returning`, `returned`, `destroyed`, `lost`: the journey out has turned or ended otherwise than by delivery. Each
 * ends when the next takes its place: a parcel that was refused is on its way back, one that was lost has been found.
 */
export const journeyTurned: readonly ExceptionRule[] = (
  [
    {
      code: 'refused',
      opens: 'refused is told',
      outcomes: ['refused'],
      reason: 'consignee',
      failsUntouched: 0.95,
      actions: [{ name: 'contact_consumer', failsAfter: 0.7, costShare: 0 }],
    },
    {
      code: 'returning',
      opens: 'returning is told, or a scan finds what was lost on its way back',
      outcomes: ['returning'],
      reason: 'carrier',
      failsUntouched: 0.95,
      actions: [{ name: 'intercept', failsAfter: 0.75, costShare: 0.2 }],
    },
    {
      code: 'returned',
      opens:
        'returned is told; or delivered, without proof, once it was refused, rejected by customs or sent back',
      outcomes: ['returned'],
      reason: 'carrier',
      failsUntouched: 1,
      actions: [],
    },
    {
      code: 'destroyed',
      opens: 'destroyed is told',
      outcomes: ['destroyed'],
      reason: 'carrier',
      failsUntouched: 1,
      actions: [],
    },
    {
      code: 'lost',
      opens: 'lost is told',
      outcomes: ['lost', 'lost_on_return'],
      reason: 'carrier',
      failsUntouched: 1,
      actions: [],
    },
  ] satisfies Turn[]
).map(ruleOfTurn);

function ruleOfTurn({ code, opens, outcomes, reason, failsUntouched, actions }: Turn): ExceptionRule {
  return {
    code,
    legs: [],
    opens,
    clears: 'the journey takes another turn, or goes on',
    blames: blamedByReason(reason),
    severities: ['critical'],
    find({ state }) {
      const { outcome, outcomeTold } = state;
      if (!outcomes.includes(outcome) || outcomeTold === null) return [];
      return [
        {
          code,
          leg: null,
          since: outcomeTold.at,
          evidence: { eventIds: [outcomeTold.eventId] },
          blame: blameForReason(outcomeTold.reason ?? reason, null),
          severity: 'critical',
        },
      ];
    },
    becauseCleared: ({ state: { outcome } }) =>
      outcome === 'under_way'
        ? 'the parcel is on its way again'
        : `the parcel is ${outcome.replaceAll('_', ' ')}`,
    failsUntouched,
    actions,
  };
}
