import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import type { Outcome } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { blamedAsItStands, blameForParcel } from './blame.ts';
import type { ExceptionRule } from './exception.ts';
import { stallOf } from './leg-stalled.rule.ts';
import { howItEnded } from './told-trouble.rule.ts';

const floorHours = 10 * 24;
/** Whoever is asked about a stalled parcel gets this long to answer. */
const afterStallHours = 24;

const onTheRoad: ReadonlySet<Outcome> = new Set(['under_way', 'customs_rejected', 'refused', 'returning']);

/**
 * `suspected_lost`: nothing at all has been heard of a parcel for longer than P99 of its leg or wait, at least ten days of elapsed
 * time, and a day after it counts as stalled. Any further scan ends it. A parcel at a pick-up point is not lost: its silence is the consignee's.
 */
export const suspectedLost: ExceptionRule = {
  code: 'suspected_lost',
  legs: 'present',
  opens: [
    `no scan at all has come for ${floorHours / 24} days and for P99 of its leg or wait`,
    `and it has counted as stalled for ${afterStallHours} h`,
  ].join(', '),
  clears: 'any further scan',
  blames: blamedAsItStands,
  severities: ['critical'],
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
          basis: 'no scan for P99 of the leg, at least ten days',
        },
        blame: blameForParcel(state),
        severity: 'critical',
      },
    ];
  },
  dueAt: (view) => silenceOf(view)?.due ?? null,
  becauseCleared: ({ state }) => howItEnded(state) ?? 'the parcel was scanned again',
  failsUntouched: 0.7,
  actions: [{ name: 'trace_parcel', failsAfter: 0.55, costShare: 0.05 }],
};

function silenceOf(view: ParcelView): { due: Instant; hours: number; eventId: string } | null {
  const { facts, state, knowledge } = view;
  const { lastEvent, outcome, status, firstPhysicalScanAt } = state;
  if (lastEvent === null || firstPhysicalScanAt === null || !onTheRoad.has(outcome)) return null;
  if (status === 'available_for_pickup') return null;
  const stage = state.currentLeg ?? state.currentWait;
  const usual = stage === null ? 0 : knowledge.dwellOf(stage, facts).healthyQuantile(0.99);
  const silent = lastEvent.occurredAt + Math.max(floorHours, Math.round(usual)) * HOUR_MS;
  const stall = stallOf(view);
  const due = stall === null ? silent : Math.max(silent, stall.due + afterStallHours * HOUR_MS);
  return { due, hours: (due - lastEvent.occurredAt) / HOUR_MS, eventId: lastEvent.eventId };
}
