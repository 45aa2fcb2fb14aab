import type { Instant } from '../calendar/instant.ts';
import { isHistory } from '../parcel/history.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { openOf, type Standing } from './assess.ts';
import type { ExceptionCode, Finding } from './exception.ts';
import { rules } from './rules.ts';

/** What a rule says of a parcel at an instant. */
export interface Verdict {
  readonly code: ExceptionCode;
  /** In words, what opens it and what clears it. */
  readonly opens: string;
  readonly clears: string;
  /** The conditions that hold now. */
  readonly holds: readonly Finding[];
  /** What will hold, and from when, if nothing is heard until then; null where time alone brings nothing about. */
  readonly next: { readonly at: Instant; readonly finding: Finding | null } | null;
}

/** Each rule's verdict on a parcel, in the order of the catalogue. */
export function explainRules(view: ParcelView, now: Instant, known: Standing = []): Verdict[] {
  const nothing = isHistory(view);
  return rules.map((rule) => {
    const { code, opens, clears } = rule;
    if (nothing) return { code, opens, clears, holds: [], next: null };
    const open = openOf(known, rule.code);
    const at = rule.dueAt?.(view, open, Infinity) ?? null;
    const next = at === null || at <= now ? null : { at, finding: rule.find(view, at, open)[0] ?? null };
    return { code, opens, clears, holds: rule.find(view, now, open), next };
  });
}
