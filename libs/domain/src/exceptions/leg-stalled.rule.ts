import type { Instant } from '../calendar/instant.ts';
import { afterWorkingHours } from '../calendar/working-hours.ts';
import { priorDwell } from '../chain.ts';
import {
  ALARM_BUDGET,
  FACTOR_ON_PRIOR_P95,
  FLOOR_HOURS,
  learnedStallThreshold,
  priorStallThreshold,
  type StallThreshold,
} from '../dwell/stall-threshold.ts';
import type { Stage } from '../legs/leg.ts';
import { firstTrouble } from '../parcel/first-trouble.ts';
import { onceForView } from '../parcel/once-for-view.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import type { ParcelState } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { laneOf } from '../routing/gateway.ts';
import { blameForStage } from './blame.ts';
import type { ExceptionRule } from './exception.ts';

/** Of a road across a border: seven legs and two waits, each of which may raise a false alarm. */
const STAGES = 9;

/**
 * `leg_stalled`: in one leg or wait for longer than all but a few of the parcels that come there and that nothing stops, in
 * working time of its calendar: the quantile that spends the leg's share of the alarm budget, at least 24 hours; 1.2 times the
 * prior P95 while nothing has been learned; and for as long again as it may take until its leaving would have been told. Where a trouble was told of, nothing learned applies any more: that and the prior, whichever is
 * longer, count from the last scan. It clears when the parcel leaves that leg or wait. A parcel that lies at a pick-up point
 * waits for its consignee, not for a company, and does not stall.
 */
export const legStalled: ExceptionRule = {
  code: 'leg_stalled',
  legs: 'present',
  opens: [
    `it has been in one leg or wait for longer (working time) than ${percentOf(1 - ALARM_BUDGET / STAGES)} of the parcels that come there and that nothing stops`,
    `while nothing is learned, than ${FACTOR_ON_PRIOR_P95} times the prior P95`,
    `never before ${FLOOR_HOURS} h`,
    'always later by as long as its scans are told late',
  ].join('; '),
  clears: 'the parcel leaves that leg or wait, or awaits its consignee at a pick-up point',
  blames: 'customs in its own legs, else the company of the leg; in a wait the company that takes over',
  severities: ['medium'],
  find(view, now) {
    const stall = stallOf(view);
    if (stall === null || now < stall.due) return [];
    const { lastEvent } = view.state;
    return [
      {
        code: 'leg_stalled',
        leg: stall.stage,
        since: stall.due,
        evidence: {
          eventIds: lastEvent === null ? [] : [lastEvent.eventId],
          threshold: { hours: stall.threshold.hours },
          basis: basisOf(stall.threshold),
        },
        blame: blameForStage(stall.stage),
        severity: 'medium',
      },
    ];
  },
  dueAt: (view) => stallOf(view)?.due ?? null,
  becauseCleared({ state }, leg) {
    if (state.status === 'delivered') return 'the parcel was delivered';
    const stage = state.currentLeg ?? state.currentWait;
    if (stage !== null && stage !== leg) return `the parcel moved on to ${stage}`;
    if (state.status === 'available_for_pickup') return 'the parcel awaits its consignee';
    return stage === null
      ? `the parcel is ${state.status}`
      : `the parcel has not been in ${stage} for that long`;
  },
  failsUntouched: 0.15,
  actions: [{ name: 'contact_carrier', failsAfter: 0.08, costShare: 0 }],
};

/** A leg or wait that a parcel is in, and when its stay there becomes a stall. */
export interface Stall {
  readonly stage: Stage;
  readonly threshold: StallThreshold;
  readonly due: Instant;
}

/** When the parcel's present leg or wait will have stalled; null where it is in none that can. */
export const stallOf = onceForView(({ facts, state, knowledge }: ParcelView): Stall | null => {
  const stage = state.currentLeg ?? state.currentWait;
  if (stage === null || state.legSince === null || state.status === 'available_for_pickup') return null;
  const dwell = knowledge.dwellOf(countedAs(stage, facts, state), facts);
  const prior = priorDwell(stage, facts.mode);
  const learned = learnedStallThreshold(dwell, prior, STAGES);
  const inTrouble = firstTrouble(state, state.legSince) !== null;
  const threshold = inTrouble ? longer(learned, priorStallThreshold(prior)) : learned;
  const since = inTrouble ? (state.lastEvent?.occurredAt ?? state.legSince) : state.legSince;
  return {
    stage,
    threshold,
    due: afterWorkingHours(knowledge.calendarOf(stage, facts), since, threshold.hours) + state.toldWithinMs,
  };
});

const longer = (a: StallThreshold, b: StallThreshold): StallThreshold => (a.hours >= b.hours ? a : b);

/** Until its release a parcel's wait behind the warehouse or the border is learned as a stay in customs. */
function countedAs(stage: Stage, facts: ParcelFacts, { customs }: ParcelState): Stage {
  if (laneOf(facts.originCountry, facts.destinationCountry) === 'domestic') return stage;
  if (stage === 'awaiting_uplift' && customs.export.status !== 'released') return 'export_customs';
  if (stage === 'awaiting_injection' && customs.import.status !== 'released') return 'import_customs';
  return stage;
}

function basisOf({ quantile, origin }: StallThreshold): string {
  if (quantile === null) return origin.level === 'prior' ? '1.2 x prior P95' : 'at least 24 hours';
  return `${percentOf(quantile)} of ${Math.round(origin.observations)} parcels of the ${origin.level.replace('_', ' and ')} were faster`;
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
