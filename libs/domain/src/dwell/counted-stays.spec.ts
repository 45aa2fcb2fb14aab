import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorKnowledge } from '../knowledge.ts';
import { foldParcel } from '../parcel/fold.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { given, parcel, scan, START } from '../parcel/story.spec-kit.ts';
import { DAY_MS } from '../calendar/instant.ts';
import { countedStays, stayChanges, type CountedStays } from './counted-stays.ts';
import { binOf } from './dwell-bins.ts';
import { ENTERED, cellOf } from './dwell-counts.ts';

const facts = parcel({ routeKey: 'r-1', carrier: 'post', carriers: { trunk_line: 'airline' } });
const countedAfter = (...scans: Parameters<typeof given>[1][]) =>
  countedStays(given(facts, ...scans).at(1000).view);
const today = START / DAY_MS;

describe('what a parcel adds to the counts of dwell', () => {
  it('is nothing before anybody has seen it', () => {
    expect(countedAfter()).toBeNull();
    expect(stayChanges([{ before: null, after: null }])).toEqual([]);
  });

  it('is its entry into a stage, by the stage’s provider, the day, the lane and the route', () => {
    const after = countedAfter(scan('handed_to_linehaul', 5));
    const key = {
      lane: 'CN>DE economy_air/?',
      route: 'r-1',
      stage: 'trunk_line',
      provider: 'airline',
      day: today,
    };
    expect(stayChanges([{ before: null, after }])).toEqual([{ ...key, cell: ENTERED, n: 1 }]);
  });

  it('is, when it goes on, only what has changed', () => {
    const before = countedAfter(scan('handed_to_linehaul', 5));
    const after = countedAfter(scan('handed_to_linehaul', 5), scan('arrived_at_delivery_depot', 45));
    const changes = stayChanges([{ before, after }]).map(({ stage, provider, day, cell, n }) => [
      stage,
      provider,
      day - today,
      cell,
      n,
    ]);
    expect(changes).toContainEqual(['trunk_line', 'airline', 0, cellOf('blurred', binOf(40)), 1]);
    expect(changes).toContainEqual(['import_customs', 'post', 1, cellOf('blurred', binOf(0)), 1]);
    expect(changes).toContainEqual(['last_mile', 'post', 1, ENTERED, 1]);
    expect(changes.filter(([stage, , , cell]) => stage === 'trunk_line' && cell === ENTERED)).toEqual([]);
  });

  it('is the same object while it is the same', () => {
    const begun = [scan('handed_to_linehaul', 5), scan('departed_origin_country', 8)];
    const { view } = given(facts, ...begun).at(1000);
    const before = structuredClone(countedStays(view));
    expect(countedStays(view, before)).toBe(before);
    const arrived = given(facts, ...begun, scan('arrived_in_destination_country', 90)).at(1000);
    const after = countedStays(arrived.view, before);
    expect(after).not.toBe(before);
    expect(after).toEqual(countedStays(arrived.view));
    const elsewhere = { ...view, facts: { ...facts, routeKey: 'r-2' } };
    expect(countedStays(elsewhere, before)?.route).toBe('r-2');
  });

  it('of many parcels is one change a cell', () => {
    const after = countedAfter(scan('handed_to_linehaul', 5));
    expect(
      stayChanges([
        { before: null, after },
        { before: null, after },
      ]),
    ).toMatchObject([{ n: 2 }]);
    expect(
      stayChanges([
        { before: null, after },
        { before: after, after: null },
      ]),
    ).toEqual([]);
  });

  it('adds up to the same, however its scans came in', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, fc.infiniteStream(fc.integer()), (scans, some, random) => {
        const stateOf = (known: typeof scans) =>
          countedStays({ facts: some, state: foldParcel(known, some), knowledge: priorKnowledge });
        const shuffled = scans
          .map((event) => ({ event, at: Number(random.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ event }) => event);
        const steps: { before: CountedStays | null; after: CountedStays | null }[] = [];
        let before: CountedStays | null = null;
        for (let known = 1; known <= shuffled.length; known++) {
          const after = stateOf(shuffled.slice(0, known));
          steps.push({ before, after });
          before = after;
        }
        expect(stayChanges(steps)).toEqual(stayChanges([{ before: null, after: stateOf(scans) }]));
      }),
      { numRuns: 200 },
    );
  });
});
