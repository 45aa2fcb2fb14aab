import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorKnowledge } from '../knowledge.ts';
import { foldParcel } from '../parcel/fold.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { countedStays } from './counted-stays.ts';
import { unitChanges, unitsIn, type UnitCount } from './counted-unit.ts';

const unit = { unitId: 'u-1', flightOrVoyage: 'LX188' };
const facts = parcel({ carrier: 'forwarder' });
const countedAfter = (...scans: Parameters<typeof given>[1][]) =>
  countedStays(given(facts, ...scans).at(1000).view);

const departed = scan('departed_origin_country', 8, { unit });
const arrived = scan('arrived_in_destination_country', 60, { unit });
const onItsWay = {
  ...unit,
  lane: 'CN>DE economy_air/?',
  stage: 'trunk_line',
  provider: 'forwarder',
  milestone: 'departed_origin_country',
  since: hour(8),
  before: null,
};

describe('what a parcel adds to the counts of its unit', () => {
  it('is nothing where it travels in none', () => {
    const after = countedAfter(scan('departed_origin_country', 8));
    expect(after).not.toHaveProperty('unit');
    expect(unitChanges([{ before: null, after }])).toEqual([]);
  });

  it('is one member where the unit was last told of, who may have gone on', () => {
    const aboard = countedAfter(departed);
    const gone = countedAfter(departed, scan('arrived_at_delivery_depot', 90));
    expect(unitChanges([{ before: null, after: aboard }])).toEqual([{ ...onItsWay, members: 1, gone: 0 }]);
    expect(unitChanges([{ before: aboard, after: gone }])).toEqual([{ ...onItsWay, members: 0, gone: 1 }]);
  });

  it('is taken away again when more is told of the unit', () => {
    const [before, after] = [countedAfter(departed), countedAfter(departed, arrived)];
    expect(unitChanges([{ before, after }])).toMatchObject([
      { since: hour(8), members: -1, gone: 0 },
      { since: hour(60), before: hour(8), stage: 'awaiting_injection', members: 1, gone: 0 },
    ]);
  });

  it('of many parcels is one count', () => {
    const after = countedAfter(departed);
    const changes = unitChanges([
      { before: null, after },
      { before: null, after },
    ]);
    expect(changes).toMatchObject([{ members: 2 }]);
    expect(unitsIn([...changes, ...changes])).toMatchObject([{ members: 4 }]);
  });

  it('adds up to the same, however its scans came in', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, (scans, some) => {
        const stateOf = (known: typeof scans) =>
          countedStays({ facts: some, state: foldParcel(known, some), knowledge: priorKnowledge });
        const states = [null, ...scans.map((_, nth) => stateOf(scans.slice(0, nth + 1)))];
        const steps = states.slice(1).map((after, nth) => ({ before: states[nth] ?? null, after }));
        const sorted = (changes: UnitCount[]) => changes.map((one) => JSON.stringify(one)).sort();
        expect(sorted(unitChanges(steps))).toEqual(
          sorted(unitChanges([{ before: null, after: states.at(-1) ?? null }])),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is the same object when it comes back from where it was stored', () => {
    const before = structuredClone(countedAfter(departed));
    expect(countedStays(given(facts, departed).at(1000).view, before)).toBe(before);
  });
});
