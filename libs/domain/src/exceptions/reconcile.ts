import type { Instant } from '../calendar/working-hours.ts';
import type { Leg, Wait } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { ExceptionCode, ExceptionRule, Finding } from './exception.ts';
import { ruleOf } from './rules.ts';
import { stakesOf, type Stakes } from './stakes.ts';

/** The latest occurrence of an exception of a parcel, as the caller keeps it between calls. */
export interface KnownException {
  readonly code: ExceptionCode;
  readonly leg: Leg | Wait | null;
  /** 1 for the first time that this code opened on this leg. */
  readonly occurrence: number;
  readonly open: boolean;
  readonly since: Instant;
  /** Changes when anything told about the exception changes. */
  readonly fingerprint: string;
  /** Closed by after-sales while its cause stood: that same cause does not open it again. */
  readonly resolved?: boolean;
}

interface Change {
  readonly code: ExceptionCode;
  readonly leg: Leg | Wait | null;
  readonly occurrence: number;
  /** When the change was found. */
  readonly at: Instant;
}

export type ExceptionChange =
  | (Change & Stakes & { readonly kind: 'opened' | 'updated'; readonly finding: Finding })
  | (Change & { readonly kind: 'cleared'; readonly because: string });

export interface Reconciliation {
  /** Cleared ones first, then what opened or changed. */
  readonly changes: ExceptionChange[];
  readonly known: KnownException[];
}

/**
 * Compares what is known with what {@link assess} found at `now`: opens what is new (a recurrence is a new occurrence),
 * updates in place what changed, clears what has no cause any more. The answer's `known` replaces the given one.
 * At most one exception is open for each code and leg; codes that no rule finds are left alone.
 */
export function reconcile(
  known: readonly KnownException[],
  findings: readonly Finding[],
  view: ParcelView,
  now: Instant,
): Reconciliation {
  const found = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const cleared: ExceptionChange[] = [];
  const changed: ExceptionChange[] = [];
  const next: KnownException[] = [];
  for (const exception of known) {
    const finding = found.get(keyOf(exception));
    found.delete(keyOf(exception));
    const rule = ruleOf(exception.code);
    if (rule === undefined) next.push(exception);
    else if (finding === undefined) next.push(withoutCause(exception, rule, view, now, cleared));
    else next.push(withCause(exception, finding, rule, view, now, changed));
  }
  for (const finding of found.values()) {
    next.push(open(finding, 1, requiredRule(finding), view, now, changed));
  }
  return { changes: [...cleared, ...changed], known: next };
}

function withoutCause(
  exception: KnownException,
  rule: ExceptionRule,
  view: ParcelView,
  at: Instant,
  changes: ExceptionChange[],
): KnownException {
  if (!exception.open && exception.resolved !== true) return exception;
  if (exception.open) {
    const { code, leg, occurrence } = exception;
    changes.push({ kind: 'cleared', code, leg, occurrence, at, because: rule.becauseCleared(view, leg, at) });
  }
  return { ...exception, open: false, resolved: false };
}

function withCause(
  exception: KnownException,
  finding: Finding,
  rule: ExceptionRule,
  view: ParcelView,
  at: Instant,
  changes: ExceptionChange[],
): KnownException {
  if (!exception.open) {
    return exception.resolved === true
      ? exception
      : open(finding, exception.occurrence + 1, rule, view, at, changes);
  }
  const stakes = stakesOf(rule, view);
  const fingerprint = fingerprintOf(finding, stakes);
  if (fingerprint === exception.fingerprint) return exception;
  const { code, leg, occurrence } = exception;
  changes.push({ kind: 'updated', code, leg, occurrence, at, finding, ...stakes });
  return { ...exception, since: finding.since, fingerprint };
}

function open(
  finding: Finding,
  occurrence: number,
  rule: ExceptionRule,
  view: ParcelView,
  at: Instant,
  changes: ExceptionChange[],
): KnownException {
  const { code, leg, since } = finding;
  const stakes = stakesOf(rule, view);
  changes.push({ kind: 'opened', code, leg, occurrence, at, finding, ...stakes });
  return { code, leg, occurrence, open: true, since, fingerprint: fingerprintOf(finding, stakes) };
}

function requiredRule(finding: Finding): ExceptionRule {
  const rule = ruleOf(finding.code);
  if (rule === undefined) throw new RangeError(`no rule finds ${finding.code}`);
  return rule;
}

function keyOf({ code, leg }: { code: ExceptionCode; leg: Leg | Wait | null }): string {
  return `${code} ${leg ?? ''}`;
}

function fingerprintOf({ since, evidence, blame, severity }: Finding, stakes: Stakes): string {
  return JSON.stringify([since, evidence, blame, severity, stakes]);
}
