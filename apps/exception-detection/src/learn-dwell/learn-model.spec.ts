import { describe, expect, it } from '@jest/globals';
import { DAY_MS, unknownWidth } from '@landfall/domain';
import type { CountRow } from '../persistence/dwell.store.ts';
import { learnModel } from './learn-model.ts';

const now = new Date('2026-06-01T00:00:00Z');
const today = now.getTime() / DAY_MS;
const entered = 0;
/** Of the bin from 19.0 to 22.6 hours. */
const leftAfterADay = 1 + 22;

/** Forty parcels a day of a route; those of the last `open` days are all still there. */
const rows = (route: string, open: number): CountRow[] =>
  Array.from({ length: 80 }, (_, age) => today - 1 - age).flatMap((day) => {
    const row = { stage: 'trunk_line', provider: 'airline', route, day };
    return day >= today - open
      ? [{ ...row, cell: entered, n: 40 }]
      : [
          { ...row, cell: entered, n: 40 },
          { ...row, cell: leftAfterADay, n: 40 },
        ];
  });

const medianOf = (learned: ReturnType<typeof learnModel>, route: string | null) =>
  learned.find((one) => one.route === route)?.dwell.quantile(0.5) ?? NaN;

describe('the model of a lane', () => {
  it('has the lane, its provider and its routes', () => {
    const learned = learnModel(
      'CN>DE express/express',
      [...rows('a', 0), ...rows('b', 0)],
      [],
      unknownWidth,
      now,
    );
    expect(
      learned.map(({ stage, provider, route, dwell }) => [stage, provider, route, dwell.origin.level]),
    ).toEqual([
      ['trunk_line', null, null, 'lane'],
      ['trunk_line', 'airline', null, 'provider_lane'],
      ['trunk_line', 'airline', 'a', 'route'],
      ['trunk_line', 'airline', 'b', 'route'],
    ]);
    expect(medianOf(learned, 'a')).toBeGreaterThan(18);
    expect(medianOf(learned, 'a')).toBeLessThan(24);
  });

  it('is not hurried by those that left while others still wait', () => {
    const learned = learnModel('CN>DE express/express', rows('a', 20), [], unknownWidth, now);
    expect(medianOf(learned, 'a')).toBeGreaterThan(
      medianOf(learnModel('CN>DE express/express', rows('a', 0), [], unknownWidth, now), 'a'),
    );
  });

  it('of a lane without counts is nothing', () => {
    expect(learnModel('CN>DE express/express', [], [], unknownWidth, now)).toEqual([]);
  });
});
