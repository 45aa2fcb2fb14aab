import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import type { UnitCount } from '../dwell/counted-unit.ts';
import { DwellDistribution, priorDistribution } from '../dwell/dwell-distribution.ts';
import { LaneModel } from '../dwell/dwell-model.ts';
import { hour, START } from '../parcel/story.spec-kit.ts';
import { lookForIncidents, nothingLookedAt } from './look.ts';
import type { StageDayCount } from './watch-stages.ts';

const learned = new DwellDistribution(
  { level: 'lane', observations: 500, halfLifeDays: 14 },
  priorDistribution({ p50Hours: 50, p95Hours: 100 }).curve,
  { share: 0, startHours: 200 },
);
const model = new LaneModel([
  { stage: 'trunk_line', provider: null, route: null, dwell: learned, weekdays: null, pace: null },
]);

const lane = 'CN>DE economy_air/postal';
const now = hour(450);
const stopped: UnitCount = {
  unitId: 'u-1',
  flightOrVoyage: null,
  lane,
  stage: 'trunk_line',
  provider: 'forwarder',
  milestone: 'departed_origin_country',
  since: START,
  before: null,
  members: 40,
  gone: 0,
};
const overtaking: UnitCount = { ...stopped, unitId: 'u-2', since: hour(80), before: hour(24) };

/** What is found where these units are told of and so many parcels of a day long past are still on their trunk line. */
const found = (still: number, unitChanges: readonly UnitCount[]) => {
  const days: StageDayCount[] = [
    { lane, stage: 'trunk_line', provider: 'forwarder', day: START / DAY_MS, entered: 100, still },
  ];
  return lookForIncidents(
    nothingLookedAt,
    { feeds: [], days, unitChanges },
    { modelOf: () => model, calendarOf: () => everyDay },
    now,
    () => false,
  );
};
const kinds = (...given: Parameters<typeof found>): string[] => found(...given).found.map(({ kind }) => kind);

describe('what hits many parcels at once', () => {
  it('is a slow lane where nothing is known of units', () =>
    expect(kinds(40, [])).toEqual(['lane_slowdown']));

  it('is a unit where all that is late is in it', () =>
    expect(kinds(40, [stopped, overtaking])).toEqual(['unit_stopped']));

  it('is the lane where others are late as well', () =>
    expect(kinds(80, [stopped, overtaking])).toEqual(['lane_slowdown']));

  it('remembers units for the next look', () =>
    expect(found(40, [stopped, overtaking]).memory.units).toMatchObject([stopped, overtaking]));
});
