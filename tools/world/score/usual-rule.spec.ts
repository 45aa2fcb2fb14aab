import { describe, expect, it } from '@jest/globals';
import type { Truth } from '../truth/truth.ts';
import { day, hour } from '../wire/instants.ts';
import { f1Of, UsualRule } from './usual-rule.ts';

const ends = 60 * day;
const lost = (from: number): Truth => ({
  healthy: false,
  planted: [
    { code: 'suspected_lost', stages: null, from: from * day, until: null, marker: null },
    { code: 'leg_stalled', stages: ['last_mile'], from: from * day, until: null, marker: null },
  ],
  excused: [],
  judgedBy: null,
});
const healthy: Truth = { healthy: true, planted: [], excused: [], judgedBy: null };

/** Two lost parcels that are silent from day 2 on, and three whose longest silences are 4, 6 and 8 days. */
const rule = new UsualRule(6 * hour);
for (const _ of [1, 2]) rule.add(lost(2), { since: 0, heard: [day, 2 * day], over: null }, ends);
for (const silence of [4, 6, 8])
  rule.add(healthy, { since: 0, heard: [day, (1 + silence) * day], over: (1.5 + silence) * day }, ends);

describe('the rule of so many days without news', () => {
  it('is at its best, code by code, where precision and recall are best together', () =>
    // From 8 days on it no longer takes the healthy for lost; before, 1 to 3 of them.
    expect(rule.scores()['suspected_lost']).toEqual({
      ...{ bestDays: 8, tp: 2, fp: 0, fn: 0, precision: 1, recall: 1, f1: 1 },
    }));

  it('knows no legs, and none is asked of it', () =>
    expect(rule.scores()['leg_stalled']).toMatchObject({ bestDays: 8, tp: 2, fp: 0 }));

  it('is a false alarm for every code that it is not right about', () =>
    expect(rule.scores()['duty_unpaid']).toMatchObject({ tp: 0, fn: 0, recall: null }));

  it('is silent once the parcel’s story is over', () => {
    const short = new UsualRule(0);
    short.add(healthy, { since: 0, heard: [day], over: day }, ends);
    expect(short.scores()['suspected_lost']).toMatchObject({ tp: 0, fp: 0 });
  });
});

describe('F1', () => {
  it('is the harmonic mean of precision and recall', () =>
    expect(f1Of({ tp: 8, fp: 2, fn: 8 })).toBeCloseTo((2 * 0.8 * 0.5) / 1.3, 4));
});
