import type { Instant } from '../calendar/instant.ts';
import type { Leg, Wait } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { ExceptionCode, ExceptionRule, Finding } from './exception.ts';
import type { PassedFinding } from './found-in-passing.ts';
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
  /** The incident that explains it while it lasts: it is open, but no alarm. */
  readonly heldBy?: string | null;
  /** Held since it was found, so that nobody has been alarmed. */
  readonly untold?: boolean;
}

/** Which incident explains a finding, so that it is nobody's alarm; null where none does. */
export type HolderOf = (finding: Finding) => string | null;

interface Change {
  readonly code: ExceptionCode;
  readonly leg: Leg | Wait | null;
  readonly occurrence: number;
  /** When the change was found. */
  readonly at: Instant;
}

/**
 * `held`: an incident explains it, `untold` where it was no alarm before; what it held back opens when the incident is over, if
 * its cause still stands.
 */
export type ExceptionChange =
  | (Change & Stakes & { readonly kind: 'opened' | 'updated'; readonly finding: Finding })
  | (Change &
      Stakes & {
        readonly kind: 'held';
        readonly finding: Finding;
        readonly incidentId: string;
        readonly untold: boolean;
      })
  | (Change & { readonly kind: 'cleared'; readonly because: string; readonly untold: boolean });

export interface Reconciliation {
  /** What came and went first, then what is cleared, then what opened or changed. */
  readonly changes: ExceptionChange[];
  readonly known: KnownException[];
}

/**
 * Compares what is known with what {@link assess} found at `now`: opens what is new (a recurrence is a new occurrence),
 * updates in place what changed, clears what has no cause any more. The answer's `known` replaces the given one.
 * At most one exception is open for each code and leg; codes that no rule finds are left alone.
 * @param holderOf what incidents explain at `now`
 * @param passed what {@link foundInPassing} found: opened and cleared, unless it is known
 */
export function reconcile(
  known: readonly KnownException[],
  findings: readonly Finding[],
  view: ParcelView,
  now: Instant,
  holderOf: HolderOf = () => null,
  passed: readonly PassedFinding[] = [],
): Reconciliation {
  const found = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const cleared: ExceptionChange[] = [];
  const changed: ExceptionChange[] = [];
  const next: KnownException[] = [];
  const before = passBy(known, passed, view, now, holderOf);
  for (const exception of before.known) {
    const finding = found.get(keyOf(exception));
    found.delete(keyOf(exception));
    const rule = ruleOf(exception.code);
    if (rule === undefined) next.push(exception);
    else if (finding === undefined) next.push(withoutCause(exception, rule, view, now, cleared));
    else next.push(withCause(exception, finding, { rule, view, at: now, holderOf, changes: changed }));
  }
  for (const finding of found.values()) {
    next.push(open(finding, 1, { rule: requiredRule(finding), view, at: now, holderOf, changes: changed }));
  }
  return { changes: [...before.changes, ...cleared, ...changed], known: next };
}

/** Opens and clears what was over as soon as it was heard of; what of the same code and leg was open is over before it. */
function passBy(
  known: readonly KnownException[],
  passed: readonly PassedFinding[],
  view: ParcelView,
  at: Instant,
  holderOf: HolderOf,
): Reconciliation {
  const standing = new Map(known.map((exception) => [keyOf(exception), exception]));
  const changes: ExceptionChange[] = [];
  for (const { finding, since } of passed) {
    const before = standing.get(keyOf(finding));
    if (before !== undefined && since.has(before.since)) continue;
    const rule = requiredRule(finding);
    if (before !== undefined) withoutCause(before, rule, view, at, changes);
    const occurrence = (before?.occurrence ?? 0) + 1;
    const opened = open(finding, occurrence, { rule, view, at, holderOf, changes });
    standing.set(keyOf(finding), withoutCause(opened, rule, view, at, changes));
  }
  return { changes, known: [...standing.values()] };
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
    const { code, leg, occurrence, untold = false } = exception;
    const because = rule.becauseCleared(view, leg, at);
    changes.push({ kind: 'cleared', code, leg, occurrence, at, because, untold });
  }
  return { ...exception, open: false, resolved: false, heldBy: null, untold: false };
}

/** What a finding is compared in. */
interface Setting {
  readonly rule: ExceptionRule;
  readonly view: ParcelView;
  readonly at: Instant;
  readonly holderOf: HolderOf;
  readonly changes: ExceptionChange[];
}

function withCause(exception: KnownException, finding: Finding, setting: Setting): KnownException {
  if (!exception.open) {
    return exception.resolved === true ? exception : open(finding, exception.occurrence + 1, setting);
  }
  const { rule, view, at, holderOf, changes } = setting;
  const { code, leg, occurrence, heldBy = null, untold = false } = exception;
  const incidentId = holderOf(finding);
  if (incidentId !== null && incidentId === heldBy) return exception;
  const stakes = stakesOf(rule, view);
  const fingerprint = fingerprintOf(finding, stakes);
  const change = { code, leg, occurrence, at, finding, ...stakes };
  if (incidentId !== null) {
    changes.push({ kind: 'held', incidentId, untold, ...change });
    return { ...exception, heldBy: incidentId, fingerprint };
  }
  if (heldBy === null && fingerprint === exception.fingerprint) return exception;
  changes.push({ kind: untold ? 'opened' : 'updated', ...change });
  return { ...exception, since: finding.since, heldBy: null, untold: false, fingerprint };
}

function open(finding: Finding, occurrence: number, setting: Setting): KnownException {
  const { rule, view, at, holderOf, changes } = setting;
  const { code, leg, since } = finding;
  const stakes = stakesOf(rule, view);
  const heldBy = holderOf(finding);
  const change = { code, leg, occurrence, at, finding, ...stakes };
  if (heldBy === null) changes.push({ kind: 'opened', ...change });
  else changes.push({ kind: 'held', incidentId: heldBy, untold: true, ...change });
  return {
    code,
    leg,
    occurrence,
    open: true,
    since,
    fingerprint: fingerprintOf(finding, stakes),
    ...(heldBy !== null && { heldBy, untold: true }),
  };
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
