import { DAY_MS, type Instant } from '../calendar/instant.ts';
import type { Finding } from '../exceptions/exception.ts';
import type { ExceptionChange, KnownException } from '../exceptions/reconcile.ts';
import type { Stakes } from '../exceptions/stakes.ts';
import { swingMinor } from '../money/profit.ts';
import { HISTORY_AFTER_DAYS } from '../parcel/history.ts';
import { notDispatched } from './not-dispatched.rule.ts';
import type { OrderView } from './order-view.ts';

/** What has to be told of an order, and what has to be kept until it is looked at again. */
export interface WatchedOrder {
  readonly change: ExceptionChange | null;
  /** Replaces the known one. */
  readonly known: KnownException | null;
  /** When the passing of time alone brings the condition about. */
  readonly nextDueAt: Instant | null;
}

/**
 * Holds the one exception that an order may have against how the order stands at `now`: opens it, updates it in place, clears
 * it; a recurrence is a new occurrence. One that after-sales has resolved stays closed while its cause stands.
 * @param known its latest occurrence
 */
export function watchOrder(known: KnownException | null, view: OrderView, now: Instant): WatchedOrder {
  const due = notDispatched.dueAt(view);
  const nextDueAt = due !== null && due > now ? due : null;
  const finding = known === null && isHistory(due, now) ? null : notDispatched.find(view, now);
  return { ...(finding ? withCause(known, finding, view, now) : withoutCause(known, view, now)), nextDueAt };
}

/** An order that was to be dispatched 90 days ago or more, of which nobody was told until now, was brought for its figures alone. */
const isHistory = (due: Instant | null, now: Instant): boolean =>
  due !== null && due <= now - HISTORY_AFTER_DAYS * DAY_MS;

type Compared = Pick<WatchedOrder, 'change' | 'known'>;

function withoutCause(known: KnownException | null, view: OrderView, at: Instant): Compared {
  if (known === null) return { change: null, known };
  const { code, leg, occurrence } = known;
  const because = notDispatched.becauseCleared(view);
  return {
    change: known.open ? { kind: 'cleared', code, leg, occurrence, at, because, untold: false } : null,
    known: { ...known, open: false, resolved: false },
  };
}

function withCause(known: KnownException | null, finding: Finding, view: OrderView, at: Instant): Compared {
  const isOpen = known?.open === true;
  if (!isOpen && known?.resolved === true) return { change: null, known };
  const stakes = stakesOf(view);
  const fingerprint = JSON.stringify([finding, stakes]);
  if (isOpen && known.fingerprint === fingerprint) return { change: null, known };
  const { code, leg, since } = finding;
  const occurrence = isOpen ? known.occurrence : (known?.occurrence ?? 0) + 1;
  return {
    change: { kind: isOpen ? 'updated' : 'opened', code, leg, occurrence, at, finding, ...stakes },
    known: { code, leg, occurrence, open: true, since, fingerprint },
  };
}

/** P(fails) x swing untouched, and how much of that the action saves, which itself costs nothing. */
function stakesOf({ facts: { value } }: OrderView): Stakes {
  const { failsUntouched, action } = notDispatched;
  const swing = swingMinor(value);
  return {
    valueAtRiskMinor: Math.round(failsUntouched * swing),
    recoverableValueMinor: Math.round((failsUntouched - action.failsAfter) * swing),
    currency: value.currency,
    suggestedAction: action.name,
  };
}
