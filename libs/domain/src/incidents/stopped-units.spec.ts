import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, type Instant } from '../calendar/instant.ts';
import { everyDay } from '../calendar/working-calendar.ts';
import type { UnitCount } from '../dwell/counted-unit.ts';
import { DwellDistribution, priorDistribution } from '../dwell/dwell-distribution.ts';
import { LaneModel } from '../dwell/dwell-model.ts';
import type { Dwell, TimedStage } from '../legs/leg.ts';
import { hour } from '../parcel/story.spec-kit.ts';
import { incidentName } from './incident.ts';
import { feedOf } from './stages.spec-kit.ts';
import { stoppedUnits, unitsAfter, type KnownUnit } from './stopped-units.ts';

const learned = (dwell: Dwell, level: 'lane' | 'prior' = 'lane') =>
  new DwellDistribution({ level, observations: 500, halfLifeDays: 14 }, priorDistribution(dwell).curve, {
    share: 0,
    startHours: dwell.p95Hours,
  });
const usual = learned({ p50Hours: 60, p95Hours: 168 });
type Dwells = Readonly<Record<string, DwellDistribution>>;
const knowledgeOf = (dwells: Dwells) => ({ modelOf: () => modelOf(dwells), calendarOf: () => everyDay });
const modelOf = (dwells: Dwells) =>
  new LaneModel(
    Object.entries(dwells).map(([stage, dwell]) => ({
      stage: stage as TimedStage,
      provider: null,
      route: null,
      dwell,
      weekdays: null,
      pace: null,
    })),
  );

/** A waybill with forty parcels that has departed at the beginning of the story. */
const unit: UnitCount = {
  unitId: 'u-1',
  flightOrVoyage: 'LX188',
  lane: 'CN>DE economy_air/postal',
  stage: 'trunk_line',
  provider: 'forwarder',
  milestone: 'departed_origin_country',
  since: hour(0),
  before: null,
  members: 40,
  gone: 0,
};
/** The next day's, which has arrived. */
const next: UnitCount = {
  ...unit,
  unitId: 'u-2',
  stage: 'awaiting_injection',
  milestone: 'arrived_in_destination_country',
  since: hour(80),
  before: hour(24),
};

interface Given {
  readonly units?: readonly UnitCount[];
  readonly dwells?: Dwells;
  readonly open?: readonly string[];
  /** The provider's last word. */
  readonly heardAt?: Instant;
}

const foundAt = (
  now: Instant,
  { units = [unit, next], dwells = { trunk_line: usual }, open = [], heardAt = now }: Given = {},
) =>
  stoppedUnits(
    unitsAfter([], units, knowledgeOf(dwells), hour(0)),
    [feedOf('forwarder', 0, 100, 'DE', heardAt)],
    now,
    (name) => open.includes(name),
  );

const due = hour(usual.healthyQuantile(0.9999) + 4);
const stopped = {
  kind: 'unit_stopped' as const,
  scope: {
    carrier: 'forwarder',
    stage: 'trunk_line' as const,
    originCountry: 'CN',
    destinationCountry: 'DE',
    mode: 'economy_air' as const,
    unitId: 'u-1',
    flightOrVoyage: 'LX188',
  },
  since: due,
  parcels: 40,
};
const late = due + HOUR_MS;

describe('a unit that has stopped', () => {
  it('is found when all but one in ten thousand would have gone on, and that would have been told', () => {
    expect(foundAt(due - HOUR_MS)).toEqual([]);
    expect(foundAt(late)).toEqual([stopped]);
  });

  it('is one observation, however many parcels it has', () => {
    const many = { ...unit, members: 4000 };
    expect(foundAt(due - HOUR_MS, { units: [many, next] })).toEqual([]);
  });

  it('is measured from its last scan on, where how long the rest takes was learned', () => {
    const rest = learned({ p50Hours: 50, p95Hours: 120 });
    const dwells = { trunk_line: usual, 'trunk_line/departed_origin_country': rest } as const;
    const since = hour(rest.healthyQuantile(0.9999) + 4);
    expect(foundAt(since + HOUR_MS, { dwells })).toEqual([{ ...stopped, since }]);
  });

  it('is never found before parcels stall of whose lane nothing is known: 1.2 times the prior P95 of its mode', () => {
    const dwells = { trunk_line: learned({ p50Hours: 10, p95Hours: 12 }) };
    const since = hour(1.2 * 168 + 4);
    expect(foundAt(since - HOUR_MS, { dwells })).toEqual([]);
    expect(foundAt(since + HOUR_MS, { dwells })).toEqual([{ ...stopped, since }]);
  });

  it('is none where only a prior is known', () =>
    expect(
      foundAt(late, { dwells: { trunk_line: learned({ p50Hours: 60, p95Hours: 168 }, 'prior') } }),
    ).toEqual([]));

  it('is none while parcels of it go on, or it has too few', () => {
    expect(foundAt(late, { units: [{ ...unit, gone: 4 }, next] })).toHaveLength(1);
    expect(foundAt(late, { units: [{ ...unit, gone: 5 }, next] })).toEqual([]);
    expect(foundAt(late, { units: [{ ...unit, members: 19 }, next] })).toEqual([]);
  });

  it('is none where no other has gone on since: that need not be the unit', () => {
    expect(foundAt(late, { units: [unit] })).toEqual([]);
    expect(foundAt(late, { units: [unit, { ...next, before: hour(-24) }] })).toEqual([]);
  });

  it('is found in the waits next to the trunk line, behind customs', () => {
    const waiting = { ...next, unitId: 'u-1', since: hour(0), before: null };
    const emptied = { ...next, since: hour(24), before: null, gone: 38 };
    const dwells = { import_customs: usual, awaiting_injection: usual };
    const units = [waiting, emptied];
    expect(foundAt(late, { units, dwells })).toEqual([]);
    expect(foundAt(hour(2 * usual.healthyQuantile(0.9999) + 5), { units, dwells })).toMatchObject([
      { kind: 'unit_stopped', scope: { stage: 'awaiting_injection', unitId: 'u-1' } },
    ]);
  });

  it('is judged as of the last word of who tells of it', () =>
    expect(foundAt(late + DAY_MS, { heardAt: due - HOUR_MS })).toEqual([]));

  it('stays until only stragglers have not gone on', () => {
    const open = [incidentName(stopped)];
    expect(foundAt(late, { open, units: [{ ...unit, gone: 35 }] })).toHaveLength(1);
    expect(foundAt(late, { open, units: [{ ...unit, gone: 36 }] })).toEqual([]);
    // Half of its parcels have heard that it has arrived.
    const arrived = {
      ...unit,
      stage: 'awaiting_injection' as const,
      since: hour(150),
      before: hour(0),
      members: 20,
    };
    expect(foundAt(late, { open, units: [{ ...unit, members: 20 }, arrived] })).toEqual([]);
  });
});

describe('what is known of units', () => {
  const knowledge = knowledgeOf({ trunk_line: usual });
  const known: KnownUnit = { ...unit, stopsAt: due };
  const after = (units: readonly KnownUnit[], changes: readonly UnitCount[], now: Instant) =>
    unitsAfter(units, changes, knowledge, now);

  it('is what was known with what has changed', () => {
    const change = { ...unit, members: 2, gone: 3 };
    expect(after([known], [change, next], hour(100))).toEqual([
      { ...known, members: 42, gone: 3 },
      { ...next, stopsAt: null },
    ]);
    expect(after([known], [{ ...unit, members: -40 }], hour(100))).toEqual([]);
  });

  it('holds when a unit will have stopped, whatever is learned from that it stands still', () => {
    expect(after([], [unit], hour(1))).toEqual([known]);
    const slower = knowledgeOf({ trunk_line: learned({ p50Hours: 90, p95Hours: 400 }) });
    expect(unitsAfter([known], [], slower, hour(100))).toEqual([known]);
    expect(unitsAfter([{ ...known, stopsAt: null }], [], slower, hour(100))).not.toEqual([known]);
  });

  it('is forgotten two weeks after it has gone on, and after four months in any case', () => {
    const left = { ...known, gone: 36 };
    expect(after([left], [], hour(13 * 24))).toHaveLength(1);
    expect(after([left], [], hour(15 * 24))).toEqual([]);
    expect(after([known], [], hour(119 * 24))).toHaveLength(1);
    expect(after([known], [], hour(121 * 24))).toEqual([]);
  });

  it('is forgotten after two days where it has too few parcels in all to be found', () => {
    const part = { ...known, lane: 'CN>FR economy_air/postal', members: 8 };
    expect(after([{ ...known, members: 12 }, part], [], hour(49))).toHaveLength(2);
    expect(after([part], [], hour(47))).toHaveLength(1);
    expect(after([part], [], hour(49))).toEqual([]);
  });
});
