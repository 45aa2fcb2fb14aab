import type { Instant } from '../calendar/instant.ts';
import { isHistory } from '../parcel/history.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { ExceptionCode, ExceptionRule, Finding, OpenException } from './exception.ts';
import { ruleOf, rules } from './rules.ts';

/** How a parcel's exceptions stand. */
export type Standing = readonly (OpenException &
  Pick<Finding, 'code' | 'leg'> & { readonly open: boolean })[];

/** All conditions of the catalogue that hold for a parcel at `now`; some hold on longer once they are open. History has none. */
export function assess(view: ParcelView, now: Instant, known: Standing = []): Finding[] {
  const found: Finding[] = [];
  if (isHistory(view)) return found;
  for (const rule of rules) found.push(...rule.find(view, now, openOf(known, rule.code)));
  return found;
}

/** The next instant after `now` at which {@link assess} may change without a new scan, or null if there is none. */
export function nextDueAt(view: ParcelView, now: Instant, known: Standing = []): Instant | null {
  if (isHistory(view)) return null;
  let next = Infinity;
  for (const rule of rulesOfSilence) {
    const due = rule.dueAt(view, openOf(known, rule.code), next);
    if (due !== null && due > now && due < next) next = due;
  }
  return next === Infinity ? null : next;
}

const rulesOfSilence = rules.filter(
  (rule): rule is ExceptionRule & Required<Pick<ExceptionRule, 'dueAt'>> => rule.dueAt !== undefined,
);

/** Whether a finding is of a rule that the passing of time alone may bring about. */
export const isOfSilence = ({ code }: Finding): boolean => ruleOf(code)?.dueAt !== undefined;

/** Whether a finding is known and open. */
export const isOpen = (known: Standing, { code, leg }: Finding): boolean =>
  known.some((exception) => exception.open && exception.code === code && exception.leg === leg);

/** The open exception of a code. */
export const openOf = (known: Standing, code: ExceptionCode): OpenException | null =>
  known.length === 0 ? null : (known.find((exception) => exception.open && exception.code === code) ?? null);
