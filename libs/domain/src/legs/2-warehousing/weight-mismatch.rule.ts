import type { ExceptionRule } from '../../exceptions/exception.ts';
import type { ParcelView } from '../../parcel/parcel-view.ts';

const toleratedShare = 0.15;
const toleratedGrams = 100;

/**
 * `weight_mismatch`: the warehouse weighs over 15% and 100 g more or less than was declared: freight is charged by the scales. It
 * ends when a later weighing, or a corrected declaration, agrees.
 */
export const weightMismatch: ExceptionRule = {
  code: 'weight_mismatch',
  legs: ['warehousing'],
  opens: `the last weighing is over ${toleratedShare * 100}% and ${toleratedGrams} g off the declared weight`,
  clears: 'a later weighing, or a corrected declaration, that agrees',
  blames: 'the merchant',
  severities: ['low'],
  find({ facts: { declaredWeightGrams: declared }, state: { weighed } }) {
    if (declared === null || declared <= 0 || weighed === null || weighed.grams <= 0) return [];
    const off = Math.abs(weighed.grams - declared);
    if (off <= toleratedShare * declared || off <= toleratedGrams) return [];
    return [
      {
        code: 'weight_mismatch',
        leg: 'warehousing',
        since: weighed.at,
        evidence: {
          eventIds: [weighed.eventId],
          basis: `weighed ${weighed.grams} g, declared ${declared} g`,
        },
        blame: { party: 'merchant', reason: 'merchant', leg: null },
        severity: 'low',
      },
    ];
  },
  becauseCleared: ({ state }: ParcelView) =>
    state.weighed === null ? 'the weighing was corrected' : 'the weights agree',
  failsUntouched: 0.02,
  actions: [{ name: 'contact_merchant', failsAfter: 0.02, costShare: 0 }],
};
