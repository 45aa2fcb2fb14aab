import { HOUR_MS, type Instant } from '../calendar/instant.ts';
import { isHardlyLateBy, likelyLateFrom } from '../estimate/estimate-delivery.ts';
import { onceForView } from '../parcel/once-for-view.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { blamedAsItStands, blameForParcel } from './blame.ts';
import type { ExceptionRule, OpenException } from './exception.ts';
import { howItEnded } from './told-trouble.rule.ts';

const opensAt = 0.97;
/** With less time left there is little to be done but to wait for the promise. */
const leastHoursLeft = 24;
const clearsUnder = 0.5;

/**
 * `promise_at_risk`: by the estimate the parcel comes too late with a probability of 0.97 or more, and a day is left at least until
 * the promised time (ADR 18). Once open it holds until
 * that falls under 0.5, so that it does not come and go with every scan. Where it is silence that makes it likely, silence has
 * to last for as long as it takes until what has happened is told. Once the promised time has come, `promise_broken` takes over.
 */
export const promiseAtRisk: ExceptionRule = {
  code: 'promise_at_risk',
  legs: [],
  opens: `P(late) by the estimate is ${opensAt} or more, ${leastHoursLeft} h at least before the promised time; where only silence tells, later by as long as its scans are told late`,
  clears: `P(late) under ${clearsUnder}; the end or a turn of the journey; a cancellation; the promised time`,
  blames: blamedAsItStands,
  severities: ['medium'],
  find(view, now, open) {
    const since = riskSince(view, open, now);
    if (since === null || now < since || isBroken(view, now)) return [];
    return [
      {
        code: 'promise_at_risk',
        leg: null,
        since: open?.since ?? since,
        evidence: { eventIds: [], basis: 'P(late) by the estimate' },
        blame: blameForParcel(view.state),
        severity: 'medium',
      },
    ];
  },
  dueAt: riskSince,
  becauseCleared(view, _leg, now) {
    const { facts, state } = view;
    if (facts.cancelledAt !== null) return 'the order was cancelled';
    return (
      howItEnded(state) ??
      (isBroken(view, now) ? 'the promise is broken' : 'the parcel will probably be in time')
    );
  },
  failsUntouched: 0.12,
  actions: [
    { name: 'inform_consumer', failsAfter: 0.1, costShare: 0 },
    { name: 'contact_carrier', failsAfter: 0.09, costShare: 0 },
  ],
};

const isBroken = ({ facts }: ParcelView, now: Instant): boolean =>
  facts.promisedAt !== null && now >= facts.promisedAt;

/** Since when there is a risk; null where there is none, or surely none before `until`: to know since when is dear. */
function riskSince(view: ParcelView, open: OpenException | null, until: Instant): Instant | null {
  const { facts, state } = view;
  if (facts.cancelledAt !== null || facts.promisedAt === null) return null;
  const silentUntil = Math.max(heardAt(view), until - state.toldWithinMs);
  if (isHardlyLateBy(view, open === null ? opensAt : clearsUnder, silentUntil)) return null;
  return open === null ? begins(view) : holdsOn(view);
}

const heardAt = ({ facts, state }: ParcelView): Instant => state.lastEvent?.occurredAt ?? facts.registeredAt;

/** Since when P(late) is known to be at least `p`, by the last scan or by silence after it; null where that is later than `latest`. */
function likelySince(view: ParcelView, p: number, latest: Instant): Instant | null {
  const { toldWithinMs } = view.state;
  const heard = heardAt(view);
  const likely = likelyLateFrom(view, p, Math.max(heard, latest - toldWithinMs));
  if (likely === null) return null;
  const since = likely <= heard ? heard : likely + toldWithinMs;
  return since <= latest ? since : null;
}

const begins = onceForView((view: ParcelView): Instant | null =>
  likelySince(view, opensAt, (view.facts.promisedAt ?? 0) - leastHoursLeft * HOUR_MS),
);
/** Before the promise: instants are whole milliseconds. */
const holdsOn = onceForView((view: ParcelView) =>
  likelySince(view, clearsUnder, (view.facts.promisedAt ?? 0) - 1),
);
