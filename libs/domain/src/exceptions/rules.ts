import { notOnline } from '../legs/1-collection/not-online.rule.ts';
import { cancelledInFlight } from './cancelled-in-flight.rule.ts';
import type { ExceptionCode, ExceptionRule } from './exception.ts';
import { legStalled } from './leg-stalled.rule.ts';
import { promiseBroken } from './promise-broken.rule.ts';
import { statusContradiction } from './status-contradiction.rule.ts';

/** The rules in force; a rule of one leg alone stands in that leg's folder. */
export const rules: readonly ExceptionRule[] = [
  notOnline,
  legStalled,
  promiseBroken,
  statusContradiction,
  cancelledInFlight,
];

/** The rule of a code, or undefined where the code is not found by a rule on a parcel's state. */
export function ruleOf(code: ExceptionCode): ExceptionRule | undefined {
  return rules.find((rule) => rule.code === code);
}
