import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../calendar/working-hours.ts';
import { calendarOf } from '../chain.ts';
import { learnedKnowledge, priorKnowledge } from '../knowledge.ts';
import { parcel, START } from '../parcel/story.spec-kit.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { countChanges, type DwellCount } from './dwell-counts.ts';
import { laneFactsOf, laneKeyOf, type DwellKey } from './dwell-keys.ts';
import { LaneModel } from './dwell-model.ts';
import { learnLane } from './learn-lane.ts';
import { cohortsUpTo } from './survival.ts';

const today = Math.floor(START / DAY_MS);
const cohorts = cohortsUpTo(today - 1, 60, (day) => (today - day) * 24);

/** So many parcels a day, over the last 50 days, that stayed between `from` and `to` hours. */
function stays(perDay: number, from: number, to: number): DwellCount[] {
  return Array.from({ length: 50 * perDay }, (_, nth) => {
    const enteredAt = START - (50 - Math.floor(nth / perDay)) * DAY_MS + HOUR_MS;
    return countChanges(null, { enteredAt, end: 'left', hours: from + ((nth % 23) / 23) * (to - from) });
  }).flat();
}

const key = (provider: string, route: string): DwellKey => ({ lane: 'CN>DE economy_air/?', provider, route });
const facts = (more: Partial<ParcelFacts>) => parcel(more);

describe('what is learned of a lane', () => {
  const model = new LaneModel(
    learnLane(
      [
        { key: key('swift', 'swift-air'), stage: 'trunk_line', counts: stays(10, 20, 30) },
        { key: key('swift', 'swift-new'), stage: 'trunk_line', counts: stays(0, 0, 0) },
        { key: key('slow', 'slow-air'), stage: 'trunk_line', counts: stays(10, 90, 110) },
      ],
      'economy_air',
      () => cohorts,
    ),
  );
  const knowledge = learnedKnowledge(new Map([['CN>DE economy_air/?', model]]), (stage) => calendarOf(stage));
  const trunk = (more: Partial<ParcelFacts>) => knowledge.dwellOf('trunk_line', facts(more));

  it('is each route by itself', () => {
    const swift = trunk({ carrier: 'swift', routeKey: 'swift-air' });
    const slow = trunk({ carrier: 'slow', routeKey: 'slow-air' });
    expect(swift.origin.level).toBe('route');
    expect(Math.abs(swift.quantile(0.5) - 25)).toBeLessThan(2);
    expect(Math.abs(slow.quantile(0.5) - 100)).toBeLessThan(6);
  });

  it('is the provider of a leg where a route is new, and the lane where the provider is', () => {
    expect(
      trunk({ carriers: { trunk_line: 'swift' }, carrier: 'slow', routeKey: 'other' }).origin.level,
    ).toBe('provider_lane');
    const lane = trunk({ carrier: 'unheard-of' });
    expect(lane.origin.level).toBe('lane');
    expect(lane.quantile(0.25)).toBeLessThan(35);
    expect(lane.quantile(0.75)).toBeGreaterThan(85);
  });

  it('of another lane, mode or stage is only the prior', () => {
    expect(trunk({ destinationCountry: 'FR' }).origin.level).toBe('prior');
    expect(trunk({ mode: 'ocean' })).toBe(priorKnowledge.dwellOf('trunk_line', facts({ mode: 'ocean' })));
    expect(knowledge.dwellOf('last_mile', facts({})).origin.level).toBe('prior');
  });

  it('belongs to the gateway: a parcel to Reunion is one to France', () => {
    expect(laneKeyOf(facts({ originCountry: 'HK', destinationCountry: 'RE' }))).toBe('CN>FR economy_air/?');
    expect(laneKeyOf(facts({ originCountry: null, mode: null }))).toBe('?>DE ?/?');
    const unknown = { originCountry: null, destinationCountry: 'DE', mode: null, clearance: null };
    expect(laneFactsOf('?>DE ?/?')).toEqual(unknown);
    expect(laneFactsOf('CN>FR economy_air/postal')).toEqual({
      originCountry: 'CN',
      destinationCountry: 'FR',
      mode: 'economy_air',
      clearance: 'postal',
    });
  });
});
