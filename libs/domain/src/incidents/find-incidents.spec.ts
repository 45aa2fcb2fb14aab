import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import { DwellDistribution, priorDistribution } from '../dwell/dwell-distribution.ts';
import { LaneModel } from '../dwell/dwell-model.ts';
import { stages, type Stage } from '../legs/leg.ts';
import { START } from '../parcel/story.spec-kit.ts';
import { silentFeeds, slowStages, type Feed, type StageDayCount } from './find-incidents.ts';

const today = START / DAY_MS;
const thisHour = START / HOUR_MS;
const learned = new DwellDistribution(
  { level: 'lane', observations: 500, halfLifeDays: 14 },
  priorDistribution({ p50Hours: 20, p95Hours: 40 }).curve,
  { share: 0, startHours: 40 },
);

/** Thirty parcels a day over a week, of which those of the last `stopped` days are all still there. */
const stage = (name: Stage, lane: string, provider: string, stopped: number): StageDayCount[] =>
  Array.from({ length: 7 }, (_, age) => {
    const expected = learned.survival((age + 0.5) * 24);
    const still = age < stopped ? 30 : Math.round(30 * expected);
    return { lane, stage: name, provider, day: today - 1 - age, entered: 30, still };
  });

const modelWith = (pace: readonly number[] | null, dwell = learned) =>
  new LaneModel(
    stages.map((name) => ({
      stage: name,
      provider: null,
      route: null,
      dwell,
      weekdays: null,
      pace,
    })),
  );

/** A feed that was heard in every hour of four weeks, the last of them so long ago; all of its parcels go to one country. */
const feedOf = (carrier: string, silentHours: number, parcels = 100, country = 'DE'): Feed => ({
  carrier,
  parcels,
  destinations: new Map([[country, parcels]]),
  hoursHeard: Array.from({ length: 28 * 24 }, (_, nth) => thisHour - silentHours - 28 * 24 + nth),
});

const slow = (days: readonly StageDayCount[], feeds: readonly Feed[] = [], model = modelWith(null)) =>
  slowStages(
    days,
    () => model,
    () => everyDay,
    feeds,
    START,
    () => false,
  ).map(({ kind, scope }) => ({
    kind,
    ...Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== null)),
  }));

describe('a slow stage', () => {
  it('is none while all of them are as usual', () => {
    expect(
      slow([
        ...stage('trunk_line', 'CN>DE express/express', 'a', 0),
        ...stage('last_mile', 'CN>DE express/express', 'b', 0),
      ]),
    ).toEqual([]);
  });

  it('is the lane’s where all its providers are slow, or there is only one', () => {
    const lane = {
      kind: 'lane_slowdown',
      stage: 'trunk_line',
      originCountry: 'CN',
      destinationCountry: 'DE',
      mode: 'express',
    };
    expect(slow(stage('trunk_line', 'CN>DE express/express', 'a', 4))).toEqual([lane]);
    expect(
      slow([
        ...stage('trunk_line', 'CN>DE express/express', 'a', 4),
        ...stage('trunk_line', 'CN>DE express/express', 'b', 4),
      ]),
    ).toEqual([lane]);
  });

  it('is none of what waits for Monday every week', () => {
    // It is Monday: what came on Saturday and Sunday is still there.
    const overWeekend = stage('collection', 'CN>DE express/express', 'a', 2);
    expect(slow(overWeekend)).toEqual([{ kind: 'lane_slowdown', stage: 'collection', originCountry: 'CN' }]);
    const slowAtWeekends = modelWith([0, 0, 0, 0, 0, 1.5, 1.5]);
    expect(slow(overWeekend, [], slowAtWeekends)).toEqual([]);
  });

  it('is the provider’s where others on the lane are not', () => {
    expect(
      slow([
        ...stage('trunk_line', 'CN>DE express/express', 'a', 4),
        ...stage('trunk_line', 'CN>DE express/express', 'b', 0),
      ]),
    ).toEqual([
      {
        kind: 'provider_failure',
        carrier: 'a',
        stage: 'trunk_line',
        originCountry: 'CN',
        destinationCountry: 'DE',
        mode: 'express',
      },
    ]);
  });

  it('is of one mode on the trunk line, and of a country for what serves all its lanes', () => {
    const both = (name: Stage) => [
      ...stage(name, 'CN>DE rail/formal', 'a', 4),
      ...stage(name, 'CN>DE express/express', 'a', 0),
    ];
    const countries = { originCountry: 'CN', destinationCountry: 'DE' };
    expect(slow(both('trunk_line'))).toEqual([
      { kind: 'lane_slowdown', stage: 'trunk_line', ...countries, mode: 'rail' },
    ]);
    expect(slow(both('last_mile'))).toEqual([
      { kind: 'lane_slowdown', stage: 'last_mile', destinationCountry: 'DE' },
    ]);
    expect(slow(both('warehousing'))).toEqual([
      { kind: 'lane_slowdown', stage: 'warehousing', originCountry: 'CN' },
    ]);
  });

  it('is of customs by its country, whatever lane it serves', () => {
    const small = (lane: string) =>
      stage('import_customs', lane, 'customs', 4).map((day) => ({
        ...day,
        entered: 3,
        still: Math.min(3, day.still),
      }));
    expect(slow(small('CN>DE express/express'))).toEqual([]);
    expect(
      slow(
        ['CN>DE express/express', 'CN>DE rail/formal', 'US>DE express/express', 'GB>DE truck/formal'].flatMap(
          small,
        ),
      ),
    ).toEqual([{ kind: 'customs_slowdown', stage: 'import_customs', destinationCountry: 'DE' }]);
  });

  it('is as it was when its provider was last heard', () => {
    const days = stage('trunk_line', 'CN>DE express/express', 'a', 4);
    expect(slow(days, [feedOf('a', 5)])).toEqual(slow(days));
    expect(slow(days, [feedOf('a', 96)])).toEqual([]);
    expect(slow(days, [feedOf('b', 96)])).toEqual(slow(days));
  });

  it('is as it was when who delivers there was last heard', () => {
    const days = stage('awaiting_injection', 'CN>DE express/express', 'a', 4);
    const found = [{ kind: 'lane_slowdown', stage: 'awaiting_injection', destinationCountry: 'DE' }];
    expect(slow(days, [feedOf('a', 0), feedOf('post', 5)])).toEqual(found);
    expect(slow(days, [feedOf('a', 0), feedOf('post', 96)])).toEqual([]);
    expect(slow(days, [feedOf('a', 0), feedOf('post', 96, 19)])).toEqual(found);
    expect(slow(days, [feedOf('a', 0), feedOf('poste', 96, 100, 'FR')])).toEqual(found);
  });

  it('is not known while nothing has been learned', () => {
    const days = stage('trunk_line', 'CN>DE express/express', 'a', 4);
    const prior = priorDistribution({ p50Hours: 20, p95Hours: 40 });
    expect(slow(days, [], modelWith(null, prior))).toEqual([]);
    expect(slow(days, [], new LaneModel([]))).toEqual([]);
  });
});

describe('a silent feed', () => {
  const feed = (silentHours: number, parcels?: number) => feedOf('post', silentHours, parcels);

  it('is found when its silence is longer than ever, if parcels wait for it', () => {
    expect(silentFeeds([feed(5)], START)).toEqual([]);
    expect(silentFeeds([feed(6)], START)).toMatchObject([
      { kind: 'feed_silence', scope: { carrier: 'post' }, since: START - 6 * HOUR_MS, parcels: 100 },
    ]);
    expect(silentFeeds([feed(6, 19)], START)).toEqual([]);
  });
});
