import { positions, type Clearance, type Leg, type Position } from '../legs/leg.ts';
import type { Reason } from '../parcel/parcel-event.ts';
import type { CustomsDeclaration, ParcelState } from '../parcel/parcel-state.ts';
import { blamedByReason, blameForReason } from './blame.ts';
import type { ExceptionCode, ExceptionRule, RescueAction, Severity } from './exception.ts';
import { howItEnded } from './told-trouble.rule.ts';

interface CustomsVerdict {
  readonly code: ExceptionCode;
  readonly status: Clearance;
  readonly opens: string;
  readonly severity: Severity;
  readonly failsUntouched: number;
  readonly actions: readonly RescueAction[];
}

/** Where a parcel can only be once the declaration has been let through, whatever was told. */
const behindIt: Readonly<Record<'export_customs' | 'import_customs', Position>> = {
  export_customs: 'trunk_line',
  import_customs: 'last_mile',
};

const over: ReadonlySet<ParcelState['outcome']> = new Set(['delivered', 'returned', 'destroyed', 'lost']);

/**
 * `customs_held` and `customs_rejected`, of export and of import: customs keeps the parcel, or does not let it through. They end
 * with the release, when the parcel is seen where it could not be without one, and with its journey.
 */
export const customs: readonly ExceptionRule[] = (
  [
    {
      code: 'customs_held',
      status: 'held',
      opens: 'export_customs_held or import_customs_held is told',
      severity: 'high',
      failsUntouched: 0.25,
      actions: [{ name: 'provide_documents', failsAfter: 0.08, costShare: 0 }],
    },
    {
      code: 'customs_rejected',
      status: 'rejected',
      opens: 'export_customs_rejected or import_customs_rejected is told',
      severity: 'critical',
      failsUntouched: 0.9,
      actions: [{ name: 'contact_broker', failsAfter: 0.7, costShare: 0.1 }],
    },
  ] satisfies CustomsVerdict[]
).map(ruleOfVerdict);

function ruleOfVerdict(verdict: CustomsVerdict): ExceptionRule {
  const { code, status, opens, severity, failsUntouched, actions } = verdict;
  return {
    code,
    legs: ['export_customs', 'import_customs'],
    opens,
    clears: [
      'another word of customs, above all the release',
      `a scan from the ${inWords(behindIt.export_customs)} (export) or the ${inWords(behindIt.import_customs)} (import) on`,
      `the end of the journey (${[...over].join(', ')})`,
    ].join('; '),
    blames: blamedByReason('customs'),
    severities: [severity],
    find({ state }) {
      // Nearly always nothing is wrong with either.
      if (state.customs.export.status !== status && state.customs.import.status !== status) return [];
      return declarationsOf(state).flatMap(([leg, { status: stands, told }]) => {
        if (stands !== status || told === null || hasPassed(state, leg)) return [];
        const reason: Reason = told.reason ?? 'customs';
        return [
          {
            code,
            leg,
            since: told.at,
            evidence: { eventIds: [told.eventId] },
            blame: blameForReason(reason, leg),
            severity,
          },
        ];
      });
    },
    becauseCleared({ state }, leg) {
      const now = declarationsOf(state).find(([of]) => of === leg)?.[1].status;
      if (now === 'released') return 'customs released the parcel';
      if (now === 'rejected') return 'customs rejected the parcel';
      if (now === 'held') return howItEnded(state) ?? 'the parcel was seen behind customs';
      return howItEnded(state) ?? 'customs is at work again';
    },
    failsUntouched,
    actions,
  };
}

const declarationsOf = ({
  customs,
}: ParcelState): ['export_customs' | 'import_customs', CustomsDeclaration][] => [
  ['export_customs', customs.export],
  ['import_customs', customs.import],
];

function inWords(position: Position): string {
  return position.replaceAll('_', ' ');
}

function hasPassed({ outcome, position }: ParcelState, leg: Leg & keyof typeof behindIt): boolean {
  return over.has(outcome) || positions.indexOf(position) >= positions.indexOf(behindIt[leg]);
}
