import { afterWorkingHours, type Instant } from '../calendar/working-hours.ts';
import { calendarOf, priorDwell } from '../chain.ts';
import type { Leg, TransportMode, Wait } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { blameForStage } from './blame.ts';
import type { ExceptionRule } from './exception.ts';

const FACTOR_ON_PRIOR_P95 = 1.2;
const FLOOR_HOURS = 24;

/**
 * `leg_stalled`: in one leg or wait for longer than 1.2 times its prior P95, at least 24 hours, in working time of the
 * leg's calendar. It clears when the parcel leaves that leg or wait. A parcel that lies at a pick-up point waits for
 * its consignee, not for a company, and does not stall.
 */
export const legStalled: ExceptionRule = {
  code: 'leg_stalled',
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
          threshold: { hours: stall.hours },
          basis: '1.2 x prior P95',
        },
        blame: blameForStage(stall.stage),
        severity: 'medium',
      },
    ];
  },
  dueTimes(view) {
    const stall = stallOf(view);
    return stall === null ? [] : [stall.due];
  },
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

/** Hours (working time) after which a leg or wait counts as stalled while only its prior is known. */
export function stallThresholdHours(stage: Leg | Wait, mode: TransportMode | null): number {
  const hours = FACTOR_ON_PRIOR_P95 * priorDwell(stage, mode).p95Hours;
  return Math.max(FLOOR_HOURS, Math.round(hours * 100) / 100);
}

interface Stall {
  readonly stage: Leg | Wait;
  readonly hours: number;
  readonly due: Instant;
}

function stallOf({ facts, state }: ParcelView): Stall | null {
  const stage = state.currentLeg ?? state.currentWait;
  if (stage === null || state.legSince === null || state.status === 'available_for_pickup') return null;
  const hours = stallThresholdHours(stage, facts.mode);
  return { stage, hours, due: afterWorkingHours(calendarOf(stage), state.legSince, hours) };
}
