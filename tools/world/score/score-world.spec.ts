import { describe, expect, it } from '@jest/globals';
import { readFaults } from '../faults.ts';
import { tellingsOf } from '../feed/tell.ts';
import { makeWorld } from '../life/world.ts';
import type { Order, Parcel } from '../life/life.ts';
import type { Played } from '../play/play-world.ts';
import { asHeard } from '../truth/as-heard.ts';
import { truthOfOrder, truthOfParcel } from '../truth/truth-of.ts';
import type { Truth } from '../truth/truth.ts';
import type { Alarm } from './answers.ts';
import { scoreWorld } from './score-world.ts';

const faults = readFaults(undefined);
if (typeof faults === 'string') throw new Error(faults);
const world = makeWorld({ seed: 5, parcels: 1_500, days: 60, units: false, ...faults });
const stepHours = 6;

const heardOf = (parcel: Parcel) =>
  asHeard(tellingsOf(parcel, world.plan.seed, world.incidents), world.begins, stepHours);
const rightAlarms = (truth: Truth): Alarm[] =>
  truth.planted.map(({ code, stages, from, until }) => ({
    code,
    leg: stages?.[0] ?? null,
    openedAt: from,
    detectedAt: from,
    endedAt: until,
    held: false,
  }));
const played = (of: { parcel: (parcel: Parcel) => Alarm[]; order: (order: Order) => Alarm[] }): Played => ({
  alarmsOfParcel: of.parcel,
  alarmsOfOrder: of.order,
  incidents: world.incidents.map(({ kind, from, to }) => ({
    kind,
    scope: {},
    foundAt: from,
    openedAt: from,
    closedAt: to,
    parcelCount: 1,
  })),
  readings: [],
  eventsSent: 0,
  badInput: { planted: 0, refused: 0, unanswered: 0 },
});

describe('a system that knows the truth', () => {
  const report = scoreWorld(
    world,
    played({
      parcel: (parcel) => rightAlarms(truthOfParcel(parcel, heardOf(parcel), world.ends)),
      order: (order) => rightAlarms(truthOfOrder(order, order.parcels.flatMap(heardOf), world.ends)),
    }),
    stepHours,
    1,
  );

  it('finds everything, and nothing else', () => {
    const codes = Object.values(report.codes);
    expect(codes.length).toBeGreaterThan(24);
    for (const { truth, precision, recall, repeated, excused } of codes) {
      expect([truth > 0, precision, recall, repeated, excused]).toEqual([true, 1, 1, 0, 0]);
    }
    expect(report.falseAlarmsPer1000Healthy).toBe(0);
    expect(report.incidents).toMatchObject({ false: 0, found: report.incidents.truth });
  });

  it('meets every goal that its world can judge', () =>
    expect(report.goals.filter(({ met }) => met === false)).toEqual([]));

  it('beats the usual rule on every code of absence', () =>
    expect(Object.values(report.usualRule).every((rule) => (rule.f1 ?? 0) < 1)).toBe(true));
});

describe('a system that says nothing', () => {
  const report = scoreWorld(world, played({ parcel: () => [], order: () => [] }), stepHours, 1);

  it('misses everything and alarms nobody', () => {
    for (const { truth, tp, fp, fn, recall } of Object.values(report.codes))
      expect([tp, fp, fn, recall]).toEqual([0, 0, truth, 0]);
    expect(report.lostUnderAlarmBySixDays).toBe(0);
  });
});

describe('a system that alarms about every parcel at once', () => {
  const alarm = { leg: null, openedAt: world.begins, detectedAt: world.begins, endedAt: null, held: false };
  const report = scoreWorld(
    world,
    played({ parcel: () => [{ ...alarm, code: 'suspected_lost' }], order: () => [] }),
    stepHours,
    1,
  );

  it('is wrong about every healthy one', () => {
    expect(report.falseAlarmsPer1000Healthy).toBe(1_000);
    expect(report.falseAlarmsPer1000HealthyByCode).toEqual({ suspected_lost: 1_000 });
    expect(report.codes['suspected_lost']).toMatchObject({ recall: 1, fn: 0 });
    expect(report.codes['suspected_lost']?.precision).toBeLessThan(0.1);
  });
});
