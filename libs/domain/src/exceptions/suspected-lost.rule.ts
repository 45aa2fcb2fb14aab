import { HOUR_MS, type Instant } from '../calendar/working-hours.ts';
import { priorDwell } from '../chain.ts';
import { hoursAt, lognormalOf } from '../estimate/lognormal.ts';
import type { Outcome } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { blameForParcel } from './blame.ts';
import type { ExceptionRule } from './exception.ts';
import { howItEnded } from './told-trouble.rule.ts';

/** Standard deviations above the median at P99 of a normal distribution. */
const Z_99 = 2.3263478740408408;
const floorHours = 10 * 24;

const onTheRoad: ReadonlySet<Outcome> = new Set(['under_way', 'customs_rejected', 'refused', 'returning']);

/**
 * `suspected_lost`: nothing at all has been heard of a parcel for longer than P99 of its leg or wait, at least ten days of elapsed
 * time. Any further scan ends it. A parcel at a pick-up point is not lost: its silence is the consignee's.
 */
export const suspectedLost: ExceptionRule = {
  code: 'suspected_lost',
  find(view, now) {
    const silence = silenceOf(view);
    if (silence === null || now < silence.due) return [];
    const { state } = view;
    return [
      {
        code: 'suspected_lost',
        leg: state.currentLeg ?? state.currentWait,
        since: silence.due,
        evidence: {
          eventIds: [silence.eventId],
          threshold: { hours: silence.hours },
          basis: 'P99 of the leg, at least ten days, without any scan',
        },
        blame: blameForParcel(state),
        severity: 'critical',
      },
    ];
  },
  dueTimes(view) {
    const silence = silenceOf(view);
    return silence === null ? [] : [silence.due];
  },
  becauseCleared: ({ state }) => howItEnded(state) ?? 'the parcel was scanned again',
  failsUntouched: 0.7,
  actions: [{ name: 'trace_parcel', failsAfter: 0.55, costShare: 0.05 }],
};

function silenceOf({ facts, state }: ParcelView): { due: Instant; hours: number; eventId: string } | null {
  const { lastEvent, outcome, status, firstPhysicalScanAt } = state;
  if (lastEvent === null || firstPhysicalScanAt === null || !onTheRoad.has(outcome)) return null;
  if (status === 'available_for_pickup') return null;
  const stage = state.currentLeg ?? state.currentWait;
  const learned = stage === null ? 0 : hoursAt(lognormalOf(priorDwell(stage, facts.mode)), Z_99);
  const hours = Math.max(floorHours, Math.round(learned));
  return { due: lastEvent.occurredAt + hours * HOUR_MS, hours, eventId: lastEvent.eventId };
}
