import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import { DwellDistribution, priorDistribution } from '../dwell/dwell-distribution.ts';
import { LaneModel } from '../dwell/dwell-model.ts';
import { stages, type Stage } from '../legs/leg.ts';
import { START } from '../parcel/story.spec-kit.ts';
import type { Feed, FoundIncident } from './find-incidents.ts';
import { incidentName } from './incident.ts';
import { slowStages } from './slow-stages.ts';
import { feedOf } from './stages.spec-kit.ts';
import { nothingSeen, type StageDayCount, type StageMemory } from './watch-stages.ts';

const learned = new DwellDistribution(
  { level: 'lane', observations: 500, halfLifeDays: 14 },
  priorDistribution({ p50Hours: 20, p95Hours: 40 }).curve,
  { share: 0, startHours: 40 },
);
const modelWith = (dwell: DwellDistribution) =>
  new LaneModel(
    stages.map((stage) => ({ stage, provider: null, route: null, dwell, weekdays: null, pace: null })),
  );

/** A stage with one provider of a lane, through which so many parcels pass a day. */
interface Stream {
  readonly stage: Stage;
  readonly lane?: string;
  readonly provider?: string;
  readonly aDay?: number;
  /** From when on nobody leaves it. */
  readonly stopsAt?: Instant;
}

const express = 'CN>DE express/express';
const firstDay = START / DAY_MS;
const hoursAfter = (hours: number): Instant => START + hours * HOUR_MS;
/** Before, everything is as ever. */
const trouble = hoursAfter(20 * 24);

/** What is there of a stream at an instant: parcels come hour by hour. */
const countsOf = (
  { stage, lane = express, provider = 'a', aDay = 48, stopsAt = Infinity }: Stream,
  now: Instant,
) =>
  Array.from({ length: Math.floor((now - 1) / DAY_MS) - firstDay + 1 }, (_, nth): StageDayCount => {
    const day = firstDay + nth;
    const came = Array.from({ length: 24 }, (_hour, hour) => day * DAY_MS + (hour + 0.5) * HOUR_MS).filter(
      (at) => at < now,
    );
    const perHour = aDay / 24;
    const still = came.reduce(
      (sum, at) =>
        sum + perHour * learned.survival(Math.max(0, Math.min(now, Math.max(at, stopsAt)) - at) / HOUR_MS),
      0,
    );
    return {
      lane,
      stage,
      provider,
      day,
      entered: Math.round(came.length * perHour),
      still: Math.round(still),
    };
  });

interface Play {
  readonly hours?: number;
  readonly feeds?: (now: Instant) => Feed[];
  readonly model?: LaneModel;
}

/** The incidents after so many hours of trouble, looked for every six hours since the beginning. */
const foundIn = (
  streams: readonly Stream[],
  { hours = 18, feeds = () => [], model = modelWith(learned) }: Play = {},
) => {
  let memory: StageMemory = nothingSeen;
  let found: FoundIncident[] = [];
  for (let now = hoursAfter(6); now <= trouble + hours * HOUR_MS; now += 6 * HOUR_MS) {
    const open = new Set(found.map(incidentName));
    ({ found, memory } = slowStages(
      JSON.parse(JSON.stringify(memory)) as StageMemory,
      streams.flatMap((stream) => countsOf(stream, now)),
      { modelOf: () => model, calendarOf: () => everyDay },
      feeds(now),
      now,
      (name) => open.has(name),
    ));
  }
  return found.map(({ kind, scope }) => ({
    kind,
    ...Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== null)),
  }));
};

const lastMile = { kind: 'lane_slowdown', stage: 'last_mile', destinationCountry: 'DE' };

describe('a slow stage', () => {
  it('is none while all of them are as usual', () => {
    expect(foundIn(stages.map((stage) => ({ stage })))).toEqual([]);
  });

  it('is the lane’s where all its providers are slow, or there is only one', () => {
    const stopped: Stream = { stage: 'last_mile', stopsAt: trouble };
    expect(foundIn([stopped])).toEqual([lastMile]);
    expect(foundIn([stopped, { ...stopped, provider: 'b' }])).toEqual([lastMile]);
  });

  it('is the provider’s where others there are as fast as ever, not where they tell too little', () => {
    const streams = (aDay: number): Stream[] => [
      { stage: 'last_mile', stopsAt: trouble },
      { stage: 'last_mile', provider: 'b', aDay },
    ];
    expect(foundIn(streams(48))).toEqual([{ ...lastMile, kind: 'provider_failure', carrier: 'a' }]);
    expect(foundIn(streams(2))).toEqual([lastMile]);
  });

  it('is the lane’s where the others are as slow since then, however they were before', () => {
    const streams = (hours: number): Stream[] => [
      { stage: 'last_mile', stopsAt: trouble },
      { stage: 'last_mile', provider: 'b', aDay: 24, stopsAt: trouble + hours * HOUR_MS },
    ];
    expect(foundIn(streams(0), { hours: 12 })).toEqual([lastMile]);
    const failure = { ...lastMile, kind: 'provider_failure', carrier: 'a' };
    expect(foundIn(streams(12), { hours: 12 })).toEqual([failure]);
    expect(foundIn(streams(12), { hours: 60 })).toEqual([lastMile]);
  });

  it('stays the provider’s while there is less evidence of the lane than of him', () => {
    const kindsAfter = (hours: number): string[] =>
      foundIn(
        [
          { stage: 'last_mile', stopsAt: trouble, aDay: 24 },
          { stage: 'last_mile', provider: 'b', stopsAt: trouble + 24 * HOUR_MS },
        ],
        { hours },
      ).map(({ kind }) => kind);
    // The others stand still as well since a day after.
    expect(kindsAfter(30)).toEqual(['provider_failure']);
    expect(kindsAfter(42)).toEqual(['lane_slowdown']);
  });

  it('is judged by those that stay, as nobody lets go what takes no time', () => {
    const half = new DwellDistribution(
      learned.origin,
      learned.curve.map((hazard) => hazard + Math.LN2),
      learned.stoppage,
    );
    const stopped: Stream = { stage: 'import_customs', stopsAt: trouble };
    expect(foundIn([{ stage: 'import_customs' }], { hours: 60, model: modelWith(half) })).toEqual([]);
    expect(foundIn([stopped], { model: modelWith(half) })).toEqual(foundIn([stopped]));
  });

  it('began before it was seen, and ends once parcels leave again', () => {
    const stopped: Stream = { stage: 'last_mile', stopsAt: trouble };
    expect(foundIn([stopped], { hours: 6 })).toEqual([]);
    expect(foundIn([stopped], { hours: 60 })).toEqual([lastMile]);
    expect(foundIn([{ stage: 'last_mile' }], { hours: 60 })).toEqual([]);
  });

  it('is of a country for what serves all its lanes', () => {
    const rail = 'CN>DE rail/formal';
    const streams = (stage: Stage): Stream[] => [
      { stage, stopsAt: trouble, aDay: 24 },
      { stage, lane: rail, stopsAt: trouble, aDay: 24 },
    ];
    expect(foundIn(streams('last_mile'))).toEqual([lastMile]);
    expect(foundIn(streams('warehousing'))).toEqual([
      { kind: 'lane_slowdown', stage: 'warehousing', originCountry: 'CN' },
    ]);
  });

  it('is of customs by its country, whoever brings the parcels', () => {
    const few = (lane: string): Stream => ({
      stage: 'import_customs',
      lane,
      aDay: 24,
      provider: lane,
      stopsAt: trouble,
    });
    expect(foundIn([few(express), few('US>DE express/express')])).toEqual([
      { kind: 'customs_slowdown', stage: 'import_customs', destinationCountry: 'DE' },
    ]);
  });

  it('is a trunk line’s by its lane and mode once a backlog of days has gathered', () => {
    const stopped: Stream = { stage: 'trunk_line', stopsAt: trouble };
    const trunk = {
      kind: 'lane_slowdown',
      stage: 'trunk_line',
      originCountry: 'CN',
      destinationCountry: 'DE',
      mode: 'express',
    };
    expect(foundIn([stopped])).toEqual([]);
    expect(foundIn([stopped, { stage: 'trunk_line', lane: 'CN>DE rail/formal' }], { hours: 72 })).toEqual([
      trunk,
    ]);
  });

  it('is as it was when its provider was last heard, or who delivers there', () => {
    const streams: Stream[] = [{ stage: 'last_mile', stopsAt: trouble }];
    const silentSince = (carrier: string, parcels = 100, country = 'DE') => ({
      feeds: (now: Instant) => [
        feedOf(carrier, Math.max(0, (now - trouble) / HOUR_MS), parcels, country, now),
      ],
    });
    expect(foundIn(streams, silentSince('a'))).toEqual([]);
    expect(foundIn(streams, silentSince('post'))).toEqual([]);
    expect(foundIn(streams, silentSince('post', 19))).toEqual([lastMile]);
    expect(foundIn(streams, silentSince('poste', 100, 'FR'))).toEqual([lastMile]);
  });

  it('is not known while nothing has been learned', () => {
    const streams: Stream[] = [{ stage: 'last_mile', stopsAt: trouble }];
    expect(foundIn(streams, { model: modelWith(priorDistribution({ p50Hours: 20, p95Hours: 40 })) })).toEqual(
      [],
    );
    expect(foundIn(streams, { model: new LaneModel([]) })).toEqual([]);
  });
});

describe('a provider of whom nothing seems to move anywhere', () => {
  const everywhere = ['collection', 'warehousing', 'import_customs', 'last_mile'] as const;

  it('is not heard, though others tell something of his parcels', () => {
    expect(foundIn(everywhere.map((stage) => ({ stage, stopsAt: trouble })))).toEqual([
      { kind: 'feed_silence', carrier: 'a' },
    ]);
  });

  it('is heard where customs let go his parcels as ever, not where others deliver them', () => {
    const kinds = (asEver: Stage): string[] =>
      foundIn(
        (['collection', 'warehousing', 'awaiting_uplift', 'awaiting_injection', asEver] as const).map(
          (stage): Stream => ({ stage, ...(stage !== asEver && { stopsAt: trouble }) }),
        ),
      ).map(({ kind }) => kind);
    expect(kinds('import_customs')).not.toContain('feed_silence');
    expect(kinds('last_mile')).toEqual(['feed_silence']);
  });

  it('hides nothing of the others', () => {
    const streams = [
      ...everywhere.map((stage): Stream => ({ stage, stopsAt: trouble })),
      { stage: 'last_mile', provider: 'b', stopsAt: trouble } satisfies Stream,
      { stage: 'last_mile', provider: 'c' } satisfies Stream,
    ];
    expect(foundIn(streams)).toEqual([
      { kind: 'feed_silence', carrier: 'a' },
      { ...lastMile, kind: 'provider_failure', carrier: 'b' },
    ]);
  });

  it('fails sooner where all that he does at the origin stands still than each stage alone would tell', () => {
    const atOrigin = ['collection', 'warehousing', 'awaiting_uplift'] as const;
    const failing = (stopped: readonly Stage[]): string[] =>
      foundIn(
        atOrigin.flatMap((stage): Stream[] => [
          { stage, aDay: 14, ...(stopped.includes(stage) && { stopsAt: trouble }) },
          { stage, provider: 'b', aDay: 48 },
        ]),
        { hours: 12 },
      ).map(({ kind }) => kind);
    expect(failing(['warehousing'])).toEqual([]);
    expect(failing(atOrigin)).toEqual(['provider_failure', 'provider_failure', 'provider_failure']);
  });

  it('fails where it is slow only where parcels come from', () => {
    const streams = everywhere.flatMap((stage, nth): Stream[] => [
      { stage, ...(nth < 2 && { stopsAt: trouble }) },
      { stage, provider: 'b' },
    ]);
    expect(foundIn(streams)).toEqual([
      { kind: 'provider_failure', carrier: 'a', stage: 'collection', originCountry: 'CN' },
      { kind: 'provider_failure', carrier: 'a', stage: 'warehousing', originCountry: 'CN' },
    ]);
  });
});
