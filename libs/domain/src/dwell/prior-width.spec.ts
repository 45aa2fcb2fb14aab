import { describe, expect, it } from '@jest/globals';
import { priorDwell } from '../chain.ts';
import type { TimedStage } from '../legs/leg.ts';
import { DwellDistribution, priorDistribution, unknownWidth } from './dwell-distribution.ts';
import type { LearnedDwell } from './learn-lane.ts';
import { departuresOf, noDepartures, priorWidth, sumOfDepartures } from './prior-width.ts';

const lane = 'CN>DE ocean/formal';

/** A stage of a lane whose parcels stay `slower` times as long as its prior says, and `spread` times as far apart. */
function learned(
  stage: TimedStage,
  slower: number,
  spread: number,
  more: Partial<LearnedDwell> = {},
): LearnedDwell {
  const { p50Hours, p95Hours } = priorDwell(stage, 'ocean');
  const half = slower * p50Hours;
  const dwell = { p50Hours: half, p95Hours: half * (p95Hours / p50Hours) ** spread };
  const { curve, stoppage } = priorDistribution(dwell, { pace: 0, spread: 1, places: 0 });
  const origin = { level: 'lane', observations: 200, halfLifeDays: 14 } as const;
  return {
    stage,
    provider: null,
    route: null,
    dwell: new DwellDistribution(origin, curve, stoppage),
    weekdays: null,
    pace: null,
    ...more,
  };
}
const widthOf = (...some: readonly LearnedDwell[]) => priorWidth(departuresOf(lane, some));

describe('how wide priors are', () => {
  const stages = ['collection', 'warehousing', 'trunk_line', 'last_mile'] as const;

  it('is what is written while nothing has been learned', () => {
    expect(priorWidth(noDepartures)).toEqual(unknownWidth);
  });

  it('goes from there to what many stages show', () => {
    const one = widthOf(learned('collection', 1, 0.7));
    expect(one.spread).toBeLessThan(1);
    expect(one.spread).toBeGreaterThan(0.9);
    expect(one.places).toBeLessThan(unknownWidth.places);
    const ofLane = departuresOf(
      lane,
      stages.map((stage, nth) => learned(stage, nth % 2 === 0 ? 1.1 : 1 / 1.1, 0.7)),
    );
    const many = priorWidth(sumOfDepartures(Array.from({ length: 50 }, () => ofLane)));
    expect(many.spread).toBeCloseTo(0.7, 1);
    expect(many.pace).toBeCloseTo(0, 1);
    expect(many.places).toBeLessThan(0.15);
  });

  it('is about how long parcels usually stay', () => {
    const slow = departuresOf(
      lane,
      stages.map((stage) => learned(stage, 1.3, 1)),
    );
    const { pace, places } = priorWidth(sumOfDepartures(Array.from({ length: 50 }, () => slow)));
    expect(pace).toBeCloseTo(Math.log(1.3), 1);
    expect(places).toBeLessThan(0.1);
  });

  it('is learned of stages that a lane knows by itself', () => {
    const fast = learned('last_mile', 0.1, 1);
    const byTimetable = learned('last_mile', 1, 0.05);
    const route = learned('collection', 1, 0.5, { provider: 'swift', route: 'swift-sea' });
    const phase = learned('out_for_delivery', 1, 0.5);
    const rest = learned('import_customs/duty_paid', 1, 0.5);
    const prior = {
      ...learned('collection', 1, 1),
      dwell: priorDistribution(priorDwell('collection', 'ocean')),
    };
    expect(departuresOf(lane, [fast, byTimetable, route, phase, rest, prior])).toEqual(noDepartures);
  });
});
