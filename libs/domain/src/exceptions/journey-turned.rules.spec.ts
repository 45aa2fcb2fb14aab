import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { ruleOf } from './rules.ts';

const atDepot = [scan('handed_to_linehaul', 40), scan('arrived_at_delivery_depot', 100)];

describe('a journey that turned', () => {
  it.each(['refused', 'returning', 'returned', 'destroyed', 'lost'] as const)(
    '%s is told at once',
    (milestone) => {
      const { findings } = given(parcel(), ...atDepot, scan(milestone, 110)).at(111);
      expect(findings).toMatchObject([
        {
          code: milestone,
          leg: null,
          since: hour(110),
          severity: 'critical',
          evidence: { eventIds: [`${milestone}@110`] },
        },
      ]);
    },
  );

  it('goes from refused by returning to returned, one at a time', () => {
    const turns = [scan('refused', 110), scan('returning', 120), scan('returned', 200)];
    const wrong = turns.map(
      (_, index) => given(parcel(), ...atDepot, ...turns.slice(0, index + 1)).at(201).wrong,
    );
    expect(wrong).toEqual([['refused'], ['returning'], ['returned']]);
    const { view } = given(parcel(), ...atDepot, ...turns).at(201);
    expect(ruleOf('returning')?.becauseCleared(view, null, hour(0))).toBe('the parcel is returned');
  });

  it('"delivered" at the depot of the sender is a return, told by that scan', () => {
    const scans = [...atDepot, scan('returning', 120), scan('delivered', 300)];
    expect(given(parcel(), ...scans).at(301).findings).toMatchObject([
      { code: 'returned', since: hour(300), evidence: { eventIds: ['delivered@300'] } },
    ]);
  });

  it('a lost parcel that is found is lost no more', () => {
    const { wrong, view } = given(parcel(), ...atDepot, scan('lost', 120), scan('in_transit', 200)).at(201);
    expect(wrong).toEqual([]);
    expect(ruleOf('lost')?.becauseCleared(view, null, hour(0))).toBe('the parcel is on its way again');
  });

  it('the consignee is to blame for a refusal, unless the carrier says why', () => {
    const party = (reason: 'carrier' | null) =>
      given(parcel(), ...atDepot, scan('refused', 110, { reason })).at(111).findings[0]?.blame.party;
    expect([party(null), party('carrier')]).toEqual(['consignee', 'carrier']);
  });
});
