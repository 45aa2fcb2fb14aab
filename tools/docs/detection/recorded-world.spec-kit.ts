import type { WorldReport } from '../../world/score/report.ts';
import type { CodeScore } from '../../world/score/tally-codes.ts';

export const codeScore = (more: Partial<CodeScore>): CodeScore => ({
  ...{ truth: 100, tp: 95, fp: 5, fn: 5, precision: 0.95, recall: 0.95 },
  ...{ leadHoursP50: null, excused: 0, repeated: 0 },
  ...more,
});

/** A made-up report: one code of absence, better than the usual rule, one of a milestone, and one that nobody set a goal for. */
export const madeUpReport = (more: Partial<WorldReport> = {}): WorldReport => ({
  seed: 1,
  parcels: 20_000,
  days: 120,
  eventsSent: 300_000,
  healthy: 15_000,
  codes: {
    leg_stalled: codeScore({ leadHoursP50: 30.4 }),
    lost: codeScore({ tp: 100, fp: 0, fn: 0, precision: 1, recall: 1 }),
    promise_broken: codeScore({ truth: 1_000, precision: null }),
  },
  falseAlarmsPer1000Healthy: 4.2,
  falseAlarmsPer1000HealthyByCode: { leg_stalled: 4.2 },
  alarmsPer1000Healthy: 9,
  incidents: {
    ...{ truth: 3, found: 3, false: 1, detectionHoursP50: 6.25, detectionHoursMax: 11 },
    detectionHoursMaxOfKnowable: 6.25,
    each: [
      { kind: 'feed_silence', lastsHours: 40, members: 300, foundAfterHours: 6.25, knowableAfterHours: 2 },
      {
        kind: 'customs_slowdown',
        lastsHours: 60,
        members: 90,
        foundAfterHours: 11,
        knowableAfterHours: null,
      },
      { kind: 'feed_silence', lastsHours: 90, members: 200, foundAfterHours: null, knowableAfterHours: 30 },
    ],
    byKind: { feed_silence: { truth: 2, found: 2 }, customs_slowdown: { truth: 1, found: 1 } },
    parcelsHeldBack: 1_200,
  },
  estimate: {
    n: 10_000,
    coverage80: 0.801,
    coverage80ByLeg: {
      last_mile: { n: 4_000, coverage80: 0.79 },
      trunk_line: { n: 6_000, coverage80: 0.81 },
    },
    medianAbsErrorDays: 1.234,
    handOver: { n: 5_000, medianAbsErrorDays: 1.2, claimedMedianAbsErrorDays: 2.4, ratio: 0.5 },
  },
  lostUnderAlarmBySixDays: 0.75,
  usualRule: {
    leg_stalled: { bestDays: 6, tp: 80, fp: 40, fn: 20, precision: 0.6667, recall: 0.8, f1: 0.7273 },
  },
  examples: { lost: { missed: [], false: [] } },
  badInput: { planted: 40, refused: 3, unanswered: 0 },
  goals: [],
  seconds: 3_600,
  ...more,
});
