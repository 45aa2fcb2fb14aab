import { swingMinor } from '../money/profit.ts';
import type { ParcelStatus } from '../parcel/parcel-state.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import type { ExceptionRule } from './exception.ts';

/** The money at stake, in minor units of `currency`, and the action that saves most of it. */
export interface Stakes {
  readonly valueAtRiskMinor: number;
  readonly recoverableValueMinor: number;
  readonly currency: string;
  readonly suggestedAction: string;
}

const failed: ReadonlySet<ParcelStatus> = new Set(['lost', 'destroyed', 'returned']);

/**
 * Value at risk = P(fails if nobody acts) x swing, the swing being profit if delivered - profit if refunded.
 * Recoverable value = (P(fails untouched) - P(fails after the action)) x swing - cost of the action, of the best
 * action. A parcel that has surely failed is a claim: all is at risk, nothing is recoverable.
 */
export function stakesOf(rule: ExceptionRule, { facts: { value }, state }: ParcelView): Stakes {
  const swing = swingMinor(value);
  const { currency } = value;
  if (failed.has(state.status)) {
    return { valueAtRiskMinor: swing, recoverableValueMinor: 0, currency, suggestedAction: 'claim' };
  }
  let suggestedAction = 'wait';
  let best: number | null = null;
  for (const action of rule.actions) {
    const saved = (rule.failsUntouched - action.failsAfter) * swing - action.costShare * value.logisticsMinor;
    if (saved >= 0 && (best === null || saved > best)) {
      best = saved;
      suggestedAction = action.name;
    }
  }
  return {
    valueAtRiskMinor: Math.round(rule.failsUntouched * swing),
    recoverableValueMinor: Math.round(best ?? 0),
    currency,
    suggestedAction,
  };
}
