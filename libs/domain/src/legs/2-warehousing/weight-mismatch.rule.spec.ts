import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../../exceptions/rules.ts';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

const weighed = (weightGrams: number | null, at = 10) => scan('weighed', at, { weightGrams });

describe('weight_mismatch', () => {
  it.each([
    [1000, 1150, []],
    [1000, 1151, ['weight_mismatch(warehousing)']],
    [1000, 849, ['weight_mismatch(warehousing)']],
    [200, 300, []],
    [200, 301, ['weight_mismatch(warehousing)']],
    [500, 2_000_000, ['weight_mismatch(warehousing)']],
    [500, 0, []],
    [0, 500, []],
    [null, 500, []],
    [500, null, []],
  ])('declared %s g, weighed %s g', (declaredWeightGrams, grams, wrong) => {
    expect(given(parcel({ declaredWeightGrams }), weighed(grams)).at(11).wrong).toEqual(wrong);
  });

  it('says both weights, and ends with a weighing that agrees', () => {
    const facts = parcel({ declaredWeightGrams: 500 });
    expect(given(facts, weighed(900)).at(11).findings).toMatchObject([
      { since: hour(10), evidence: { eventIds: ['weighed@10'], basis: 'weighed 900 g, declared 500 g' } },
    ]);
    const { wrong, view } = given(facts, weighed(900), weighed(510, 12)).at(13);
    expect(wrong).toEqual([]);
    expect(ruleOf('weight_mismatch')?.becauseCleared(view, 'warehousing', hour(0))).toBe('the weights agree');
  });

  it('is not found by what other milestones say of the weight', () => {
    const scans = [scan('arrived_at_warehouse', 10, { weightGrams: 900 })];
    expect(given(parcel({ declaredWeightGrams: 500 }), ...scans).at(11).wrong).toEqual([]);
  });
});
