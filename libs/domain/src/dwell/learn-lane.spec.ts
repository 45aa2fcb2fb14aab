import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../calendar/instant.ts';
import { calendarOf } from '../chain.ts';
import { learnedKnowledge, priorKnowledge } from '../knowledge.ts';
import { parcel, START } from '../parcel/story.spec-kit.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { countChanges, type DwellCount } from './dwell-counts.ts';
import { unknownWidth } from './dwell-distribution.ts';
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
      unknownWidth,
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

  it('leans on priors that are as wide as other lanes have shown', () => {
    const p90Of = (spread: number): number =>
      learnLane(
        [{ key: key('swift', 'air'), stage: 'last_mile', counts: stays(10, 20, 30).slice(0, 2) }],
        null,
        { pace: 0, spread, places: 0 },
        () => cohorts,
      )[0]?.dwell.quantile(0.9) ?? NaN;
    expect(p90Of(0.5)).toBeLessThan(0.8 * p90Of(1));
  });

  it('is of those present without the troubled, where their trouble is told at once; of those to come with them', () => {
    // One in ten is held after two hours, for a hundred.
    const clear = stays(90, 10, 20);
    const held = Array.from({ length: 500 }, (_, nth) => {
      const enteredAt = START - (50 - Math.floor(nth / 10)) * DAY_MS + HOUR_MS;
      return countChanges(null, { enteredAt, end: 'left', hours: 100, troubleAfter: 2 });
    }).flat();
    const learn = (stage: 'import_customs' | 'import_customs/import_customs_started') =>
      learnLane(
        [{ key: key('swift', 'air'), stage, counts: [...clear, ...held] }],
        null,
        unknownWidth,
        () => cohorts,
      ).at(-1)?.dwell;
    const dwell = learn('import_customs');
    expect(dwell?.survival(40)).toBeGreaterThan(0.08);
    expect(dwell?.present.survival(40)).toBeLessThan(0.05);
    expect(dwell?.present.survival(15)).toBeLessThan(dwell?.survival(15) ?? 0);
    // What is left of a stage lies never ahead.
    expect(learn('import_customs/import_customs_started')?.survival(40)).toBeLessThan(0.05);
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

describe('the weekdays of a lane', () => {
  const endedOn = (weekdays: readonly number[], perDay: number): DwellCount[] =>
    weekdays.flatMap((weekday) => {
      const enteredAt = START - 5 * DAY_MS;
      const counts = countChanges(null, { enteredAt, end: 'left', hours: 30, endedOn: weekday });
      return counts.map((count) => ({ ...count, n: perDay }));
    });
  const asked: [string, readonly number[] | null][] = [];
  const model = new LaneModel(
    learnLane(
      [
        { key: key('six', ''), stage: 'last_mile', counts: endedOn([1, 2, 3, 4, 5, 6], 20) },
        { key: key('seven', ''), stage: 'last_mile', counts: endedOn([1, 2, 3, 4, 5, 6, 7], 20) },
        { key: key('new', ''), stage: 'last_mile', counts: endedOn([1], 59) },
        { key: key('six', ''), stage: 'last_mile/delivery_attempted', counts: endedOn([], 0) },
        { key: key('six', ''), stage: 'trunk_line', counts: stays(10, 20, 30) },
      ],
      'economy_air',
      unknownWidth,
      (stage, weekdays) => {
        asked.push([stage, weekdays]);
        return cohorts;
      },
    ),
  );
  const models = new Map([['CN>DE economy_air/?', model]]);
  const lastMile = (carrier: string) =>
    learnedKnowledge(models, (stage) => calendarOf(stage)).calendarOf('last_mile', facts({ carrier }));

  it('are those of the provider, or of the lane where little is known of him', () => {
    expect(lastMile('six').weekdays).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lastMile('seven').weekdays).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(lastMile('new').weekdays).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(model.weekdaysOf('last_mile', null)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(model.weekdaysOf('trunk_line', 'six')).toBeNull();
  });

  it('are the same calendar as long as they are the same days', () => {
    expect(lastMile('six')).toBe(lastMile('six'));
    expect(lastMile('seven')).toBe(calendarOf('last_mile'));
  });

  it('tell how long the parcels of a stage have been watched, and those of its rests', () => {
    expect(asked).toEqual([
      ['last_mile', [1, 2, 3, 4, 5, 6, 7]],
      ['last_mile/delivery_attempted', [1, 2, 3, 4, 5, 6, 7]],
      ['trunk_line', null],
    ]);
  });
});
