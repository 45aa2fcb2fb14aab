import { describe, expect, it } from '@jest/globals';
import { DwellDistribution, priorDistribution } from '../dwell/dwell-distribution.ts';
import { priorKnowledge, type Knowledge } from '../knowledge.ts';
import type { ParcelEvent } from '../parcel/parcel-event.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { domesticParcel, given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { legStalled, stallOf } from './leg-stalled.rule.ts';

const landed = scan('arrived_in_destination_country', 100);
const flying = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];

describe('leg_stalled', () => {
  it.each([
    ['collection', [scan('picked_up', 1)], null, 72],
    ['export_customs', [scan('departed_warehouse', 1), scan('export_customs_started', 1)], null, 57.6],
    ['import_customs', [landed, scan('import_customs_started', 100)], null, 86.4],
    ['awaiting_uplift', [scan('departed_warehouse', 1)], null, 72],
    ['trunk_line', flying, 'express', 86.4],
    ['trunk_line', flying, 'ocean', 1296],
    ['last_mile', [scan('arrived_at_delivery_depot', 120)], null, 144],
  ] as const)(
    '%s stalls after 1.2 x its prior P95 while nothing has been learned: %#',
    (stage, scans, mode, hours) => {
      const { view } = given(parcel({ mode }), ...scans).at(130);
      expect(stallOf(view)).toMatchObject({ stage, threshold: { hours, quantile: null } });
    },
  );

  it('stalls by what has been learned, and says from what', () => {
    const learned = new DwellDistribution(
      { level: 'route', observations: 1_234.5, halfLifeDays: 14 },
      priorDistribution({ p50Hours: 10, p95Hours: 20 }).curve,
      { share: 0, startHours: 20 },
    );
    const { view } = given(parcel(), ...flying).at(41);
    const knowing = { ...view, knowledge: { ...priorKnowledge, dwellOf: () => learned } };
    expect(stallOf(knowing)?.threshold.hours).toBeCloseTo(learned.healthyQuantile(1 - 0.03 / 9), 2);
    expect(legStalled.find(knowing, hour(200), null)).toMatchObject([
      { leg: 'trunk_line', evidence: { basis: '99.67% of 1235 parcels of the route were faster' } },
    ]);
  });

  it('counts the wait behind the border as customs until the release, and as the wait from then on', () => {
    const asked: string[] = [];
    const knowledge: Knowledge = {
      ...priorKnowledge,
      dwellOf: (stage, facts) => (asked.push(stage), priorKnowledge.dwellOf(stage, facts)),
    };
    const stalls = (facts: ParcelFacts, ...scans: ParcelEvent[]) =>
      stallOf({ ...given(facts, ...scans).at(130).view, knowledge });
    stalls(parcel(), landed);
    stalls(parcel(), landed, scan('import_customs_released', 110));
    stalls(domesticParcel(), scan('departed_warehouse', 100));
    expect(asked).toEqual(['import_customs', 'awaiting_injection', 'awaiting_injection']);
  });

  it('counts from the last scan once a trouble was told of, and by the prior at least', () => {
    const quick = new DwellDistribution(
      { level: 'route', observations: 500, halfLifeDays: 14 },
      priorDistribution({ p50Hours: 3, p95Hours: 5 }).curve,
      { share: 0, startHours: 12 },
    );
    const due = (...scans: ParcelEvent[]) => {
      const { view } = given(parcel(), ...scans).at(200);
      const stall = stallOf({ ...view, knowledge: { ...priorKnowledge, dwellOf: () => quick } });
      return stall === null ? null : stall.due - view.state.toldWithinMs;
    };
    const out = [scan('arrived_at_delivery_depot', 120), scan('out_for_delivery', 122)];
    expect(due(...out)).toBe(hour(120 + 24));
    const tried = [...out, scan('delivery_attempted', 125)];
    expect(due(...tried)).toBe(hour(125 + 144));
    expect(due(...tried, scan('out_for_delivery', 150))).toBe(hour(150 + 144));
  });

  it('opens for the leg that the parcel is in, at its due time', () => {
    const story = given(parcel(), ...flying);
    // Four hours before the first scan, of which each takes a tenth.
    const toldWithin = 4 * 0.9 ** 2;
    const due = 40 + 201.6 + toldWithin;
    expect(story.at(due - 0.01).wrong).toEqual([]);
    expect(story.at(due - 0.01).nextDueHour).toBeCloseTo(due, 6);
    expect(story.at(due).wrong).toEqual(['leg_stalled(trunk_line)']);
    expect(story.at(due).findings[0]).toMatchObject({
      since: hour(due),
      blame: { party: 'carrier', leg: 'trunk_line' },
      evidence: { eventIds: ['handed_to_linehaul@40'], threshold: { hours: 201.6 } },
    });
  });

  it('waits until its leaving would have been told, as late as its scans are told', () => {
    const late = { recordedAt: hour(52) };
    const story = given(parcel(), scan('picked_up', 1), scan('handed_to_linehaul', 40, late));
    expect(story.at(60).nextDueHour).toBeCloseTo(40 + 201.6 + 12, 6);
  });

  it('opens for a wait, and the next company answers for it', () => {
    const [finding] = given(parcel(), scan('departed_warehouse', 30)).at(110).findings;
    expect(finding).toMatchObject({ leg: 'awaiting_uplift', blame: { party: 'carrier', leg: 'trunk_line' } });
  });

  it('opens for the customs that a parcel waits for, and customs answers for it', () => {
    const scans = [
      ...flying,
      scan('arrived_in_destination_country', 100),
      scan('import_customs_started', 104),
    ];
    expect(given(parcel(), ...scans).at(300).findings[0]).toMatchObject({
      leg: 'import_customs',
      blame: { party: 'customs', reason: 'customs' },
    });
  });

  it('follows the chain of a domestic lane', () => {
    const { findings } = given(domesticParcel(), scan('departed_warehouse', 30)).at(200);
    expect(findings[0]).toMatchObject({ leg: 'awaiting_injection' });
  });

  it('clears when the parcel moves on', () => {
    const { wrong, view } = given(parcel(), ...flying, scan('arrived_in_destination_country', 300)).at(301);
    expect(wrong).toEqual([]);
    expect(legStalled.becauseCleared(view, 'trunk_line', hour(0))).toBe(
      'the parcel moved on to awaiting_injection',
    );
  });

  it('clears with the delivery', () => {
    const { wrong, view } = given(parcel(), ...flying, scan('delivered', 300)).at(2000);
    expect(wrong).toEqual([]);
    expect(legStalled.becauseCleared(view, 'trunk_line', hour(0))).toBe('the parcel was delivered');
  });

  it('clears when a late scan shows that the leg began later', () => {
    const { view } = given(parcel(), scan('handed_to_linehaul', 240)).at(250);
    expect(legStalled.becauseCleared(view, 'trunk_line', hour(0))).toBe(
      'the parcel has not been in trunk_line for that long',
    );
  });

  it('clears when the parcel is sent back', () => {
    const { wrong, view } = given(parcel(), ...flying, scan('returning', 300)).at(2000);
    expect(wrong).toEqual(['returning', 'suspected_lost']);
    expect(legStalled.becauseCleared(view, 'trunk_line', hour(0))).toBe('the parcel is returning');
  });

  it('does not count the time at a pick-up point, where the consignee is awaited', () => {
    const scans = [...flying, scan('available_for_pickup', 120)];
    const { wrong, view } = given(parcel(), ...scans).at(2000);
    expect(wrong).toEqual(['uncollected(last_mile)']);
    expect(legStalled.becauseCleared(view, 'last_mile', hour(0))).toBe('the parcel awaits its consignee');
  });
});
