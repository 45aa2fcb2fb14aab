import { describe, expect, it } from '@jest/globals';
import { allMet, goalsOf } from './goals.ts';
import type { WorldReport } from './report.ts';
import type { CodeScore } from './tally-codes.ts';
import { worstGoals } from './worst-goals.ts';

const score = (more: Partial<CodeScore>): CodeScore => ({
  ...{ truth: 100, tp: 95, fp: 2, fn: 5, precision: 0.979, recall: 0.95 },
  ...{ leadHoursP50: null, excused: 0, repeated: 0 },
  ...more,
});
const report = (more: Partial<WorldReport> = {}): WorldReport => ({
  seed: 1,
  parcels: 1_000,
  days: 60,
  eventsSent: 20_000,
  healthy: 800,
  codes: {},
  falseAlarmsPer1000Healthy: 4.9,
  falseAlarmsPer1000HealthyByCode: {},
  alarmsPer1000Healthy: 9,
  incidents: {
    ...{ truth: 2, found: 2, false: 2, detectionHoursP50: 6, detectionHoursMax: 12 },
    ...{ detectionHoursMaxOfKnowable: 9, each: [], byKind: {} },
    parcelsHeldBack: 10,
  },
  estimate: {
    n: 1_000,
    coverage80: 0.8,
    coverage80ByLeg: { last_mile: { n: 400, coverage80: 0.77 }, trunk_line: { n: 399, coverage80: 0.1 } },
    medianAbsErrorDays: 1,
    handOver: { n: 100, medianAbsErrorDays: 1, claimedMedianAbsErrorDays: 2, ratio: 0.5 },
  },
  lostUnderAlarmBySixDays: 0.5,
  usualRule: {},
  examples: {},
  badInput: { planted: 0, refused: 0, unanswered: 0 },
  goals: [],
  seconds: 1,
  ...more,
});
const goal = (name: string, more?: Partial<WorldReport>) =>
  goalsOf(report(more)).find((one) => one.name === name);

describe('the goals', () => {
  it('of milestones are stricter than those of absences', () => {
    const codes = { refused: score({}), leg_stalled: score({}) };
    expect(goal('refused: precision', { codes })).toMatchObject({ value: 0.979, met: false });
    expect(goal('refused: recall', { codes })).toMatchObject({ met: false, slack: -0.03 });
    expect(goal('leg_stalled: precision', { codes })).toMatchObject({ goal: '>= 0.92', met: true });
  });

  it('are missed where something is true and nobody alarms', () => {
    const codes = { refused: score({ tp: 0, fp: 0, fn: 100, precision: null, recall: 0 }) };
    expect(goal('refused: precision', { codes })).toMatchObject({ value: 0, met: false });
  });

  it('are missed where nothing is true and somebody alarms', () => {
    const codes = { refused: score({ truth: 0, tp: 0, fp: 3, fn: 0, precision: 0, recall: null }) };
    expect(goal('refused: precision', { codes })).toMatchObject({ met: false });
    expect(goal('refused: recall', { codes })).toMatchObject({ met: null });
  });

  it('ask for more than the usual rule gives', () => {
    const usualRule = {
      leg_stalled: { bestDays: 5, tp: 95, fp: 2, fn: 5, precision: 0.98, recall: 0.95, f1: 0.9645 },
    };
    const name = 'leg_stalled: F1 against the usual rule';
    expect(goal(name, { usualRule, codes: { leg_stalled: score({}) } })).toMatchObject({
      value: 0.9645,
      met: false,
    });
    expect(goal(name, { usualRule, codes: { leg_stalled: score({ fp: 1 }) } })?.met).toBe(true);
  });

  it('of coverage hold both ways, and on every leg with enough readings', () => {
    expect(goal('coverage of P10-P90')?.met).toBe(true);
    expect(goal('coverage of P10-P90 on last_mile')).toMatchObject({ value: 0.77, met: false });
    expect(goal('coverage of P10-P90 on trunk_line')).toBeUndefined();
  });

  it('of incidents ask for all, within 12 h, and few false ones', () => {
    expect(goal('incidents found')).toMatchObject({ value: 1, met: true });
    expect(goal('hours to the latest incident found')).toMatchObject({ value: 12, met: true });
    expect(goal('false incidents in 30 days')).toMatchObject({ value: 1, met: true });
  });

  it('that a small world cannot judge are neither met nor missed', () => {
    expect(goal('promise_at_risk: precision')).toMatchObject({ value: null, met: null });
    expect(allMet([{ name: 'a', value: null, goal: '', slack: null, met: null }])).toBe(true);
  });
});

describe('the worst seed', () => {
  it('counts, and one that could not judge a goal does not', () => {
    const of = (name: string, slack: number | null) => ({
      goals: [{ name, value: slack, goal: '', slack, met: slack === null ? null : slack >= 0 }],
    });
    expect(worstGoals([of('a', 0.2), of('a', -0.1), of('a', null)])).toMatchObject([
      { slack: -0.1, met: false },
    ]);
    expect(worstGoals([of('a', null), of('a', 0.1)])).toMatchObject([{ slack: 0.1, met: true }]);
  });
});
