import { heldCodes } from '../incidents/incident.ts';
import { notDispatched } from '../order/not-dispatched.rule.ts';
import type { ExceptionCode, RescueAction, RuleInWords } from './exception.ts';
import { ruleOf } from './rules.ts';

/** A code of the catalogue as people read it. */
export interface CatalogueEntry extends RuleInWords {
  readonly code: ExceptionCode;
  readonly subject: 'parcel' | 'order';
  /** P(the parcel fails if nobody acts), 0..1. */
  readonly failsUntouched: number;
  readonly actions: readonly Pick<RescueAction, 'name' | 'failsAfter'>[];
  /** Whether an incident may hold it back. */
  readonly mayBeHeld: boolean;
}

/** What the rule of a code says of itself; null where no rule finds the code. */
export function catalogueEntry(code: ExceptionCode): CatalogueEntry | null {
  const mayBeHeld = heldCodes.has(code);
  if (code === notDispatched.code) {
    const { action, ...rule } = notDispatched;
    return { ...rule, subject: 'order', actions: [action], mayBeHeld };
  }
  const rule = ruleOf(code);
  return rule === undefined ? null : { ...rule, subject: 'parcel', mayBeHeld };
}
