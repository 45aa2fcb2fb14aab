import { describe, expect, it } from '@jest/globals';
import type { Planted, Truth } from '../truth/truth.ts';
import { hour } from '../wire/instants.ts';
import type { Alarm } from './answers.ts';
import { isOpenAt, judge } from './judge.ts';

const planted = (from: number, until: number | null, more: Partial<Planted> = {}): Planted => ({
  code: 'leg_stalled',
  stages: ['last_mile'],
  from: from * hour,
  until: until === null ? null : until * hour,
  marker: null,
  ...more,
});
const alarm = (openedAt: number, endedAt: number | null, more: Partial<Alarm> = {}): Alarm => ({
  code: 'leg_stalled',
  leg: 'last_mile',
  openedAt: openedAt * hour,
  detectedAt: openedAt * hour,
  endedAt: endedAt === null ? null : endedAt * hour,
  held: false,
  ...more,
});
const truth = (...all: Planted[]): Truth => ({ healthy: false, planted: all, excused: [], judgedBy: null });
const tolerance = 10 * hour;
const counts = (of: Truth, ...alarms: Alarm[]) => {
  const verdict = judge(of, alarms, tolerance);
  return {
    found: verdict.found.length,
    missed: verdict.missed.length,
    false: verdict.false.length,
    excused: verdict.excused.length,
    repeated: verdict.repeated.length,
  };
};
const none = { found: 0, missed: 0, false: 0, excused: 0, repeated: 0 };

describe('an alarm', () => {
  it('finds the truth that it overlaps', () =>
    expect(counts(truth(planted(100, 200)), alarm(150, 210))).toEqual({ ...none, found: 1 }));

  it('that was there before the truth began finds it, and one that is still open', () => {
    expect(counts(truth(planted(100, 200)), alarm(20, 120))).toEqual({ ...none, found: 1 });
    expect(counts(truth(planted(100, null)), alarm(500, null))).toEqual({ ...none, found: 1 });
  });

  it('that misses it by the tolerance finds it, and by more is false', () => {
    expect(counts(truth(planted(100, 200)), alarm(80, 90))).toEqual({ ...none, found: 1 });
    expect(counts(truth(planted(100, 200)), alarm(210, null))).toEqual({ ...none, found: 1 });
    expect(counts(truth(planted(100, 200)), alarm(80, 89))).toEqual({ ...none, missed: 1, false: 1 });
    expect(counts(truth(planted(100, 200)), alarm(211, null))).toEqual({ ...none, missed: 1, false: 1 });
  });

  it('of another code or leg is false', () => {
    const wrong = { ...none, missed: 1, false: 1 };
    expect(counts(truth(planted(100, 200)), alarm(150, 210, { code: 'not_online' }))).toEqual(wrong);
    expect(counts(truth(planted(100, 200)), alarm(150, 210, { leg: 'collection' }))).toEqual(wrong);
    expect(counts(truth(planted(100, 200)), alarm(150, 210, { leg: null }))).toEqual(wrong);
  });

  it('of any leg will do where the truth has none', () =>
    expect(counts(truth(planted(100, 200, { stages: null })), alarm(150, 210))).toEqual({
      ...none,
      found: 1,
    }));

  it('is repeated, not false, where the truth was found already', () =>
    expect(counts(truth(planted(100, 200)), alarm(110, 120), alarm(150, 160))).toEqual({
      ...none,
      found: 1,
      repeated: 1,
    }));

  it('finds one truth only', () => {
    const two = truth(planted(100, 200), planted(150, 250));
    expect(counts(two, alarm(160, 170))).toEqual({ ...none, found: 1, missed: 1 });
    expect(counts(two, alarm(160, 170), alarm(180, 190))).toEqual({ ...none, found: 2 });
  });

  it('is the first to be detected that is taken for the finding', () => {
    const late = alarm(110, null, { detectedAt: 180 * hour });
    const early = alarm(140, null);
    expect(judge(truth(planted(100, 200)), [late, early], tolerance).found[0]?.alarm).toBe(early);
  });

  it('counts for nobody in an excused zone, unless it is about something planted', () => {
    const excused = { ...truth(), excused: [planted(100, 200)] };
    expect(counts(excused, alarm(150, 160))).toEqual({ ...none, excused: 1 });
    expect(counts(excused, alarm(250, 260))).toEqual({ ...none, false: 1 });
    const both = { ...truth(planted(100, 200)), excused: [planted(100, 200)] };
    expect(counts(both, alarm(150, 160))).toEqual({ ...none, found: 1 });
  });

  it('that is held back is none, and what it would have found is not missed', () => {
    expect(counts(truth(), alarm(150, 160, { held: true }))).toEqual(none);
    expect(counts(truth(planted(100, 200)), alarm(150, 160, { held: true }))).toEqual(none);
  });

  it('is not judged where its parcel is not judged by its code, nor is the truth missed', () => {
    const judgedBy = ['status_contradiction'] as const;
    expect(counts({ ...truth(planted(100, 200)), judgedBy }, alarm(300, 310))).toEqual(none);
    expect(counts({ ...truth(planted(100, 200)), judgedBy: [] })).toEqual(none);
  });

  it('that nobody raised leaves the truth missed', () =>
    expect(counts(truth(planted(100, 200)))).toEqual({ ...none, missed: 1 }));
});

describe('an alarm at an instant', () => {
  it('is open from its detection, not from its cause, until it clears', () => {
    const one = alarm(100, 200, { detectedAt: 120 * hour });
    expect([119, 120, 199, 200].map((at) => isOpenAt(one, at * hour))).toEqual([false, true, true, false]);
  });
});
