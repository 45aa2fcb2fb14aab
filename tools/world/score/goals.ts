import { absenceCodes, milestoneCodes } from '../truth/truth.ts';
import { rounded } from './numbers.ts';
import type { GoalResult, WorldReport } from './report.ts';
import { soonHours } from './score-incidents.ts';
import { f1Of } from './usual-rule.ts';

/** Coverage of fewer readings is a matter of luck: two points are a standard deviation of 400. */
const enoughReadings = 400;

const judged = (
  name: string,
  value: number | null,
  goal: string,
  slack: (value: number) => number,
): GoalResult => {
  const left = value === null ? null : rounded(slack(value));
  return { name, value, goal, slack: left, met: left === null ? null : left >= 0 };
};
const atLeast = (name: string, value: number | null, least: number): GoalResult =>
  judged(name, value, `>= ${least}`, (is) => is - least);
const atMost = (name: string, value: number | null, most: number): GoalResult =>
  judged(name, value, `<= ${most}`, (is) => most - is);
const within = (name: string, value: number | null, least: number, most: number): GoalResult =>
  judged(name, value, `${least} to ${most}`, (is) => Math.min(is - least, most - is));

/** What is promised of detection and estimates, against a report. */
export function goalsOf(report: Omit<WorldReport, 'goals'>): GoalResult[] {
  const { codes, incidents, estimate, usualRule } = report;
  const quality = (code: string, least: number): GoalResult[] => {
    const score = codes[code];
    return score === undefined
      ? []
      : [
          atLeast(`${code}: precision`, score.truth === 0 ? score.precision : (score.precision ?? 0), least),
          atLeast(`${code}: recall`, score.recall, least),
        ];
  };
  const better = absenceCodes.map((code): GoalResult => {
    const score = codes[code];
    const theirs = usualRule[code]?.f1 ?? 0;
    const ours = score?.truth ? (f1Of(score) ?? 0) : null;
    const goal = judged(`${code}: F1 against the usual rule`, ours, `> ${theirs}`, (is) => is - theirs);
    return { ...goal, met: goal.slack === null ? null : goal.slack > 0 };
  });
  const risk = codes['promise_at_risk'];
  return [
    ...milestoneCodes.flatMap((code) => quality(code, 0.98)),
    ...absenceCodes.flatMap((code) => quality(code, 0.92)),
    ...better,
    atLeast('lost under an alarm before 6 days of silence', report.lostUnderAlarmBySixDays, 0.5),
    atLeast('promise_at_risk: hours before the promise (P50)', risk?.tp ? risk.leadHoursP50 : null, 48),
    atLeast('promise_at_risk: precision', risk?.truth ? (risk.precision ?? 0) : null, 0.8),
    atMost('false alarms per 1,000 healthy', report.falseAlarmsPer1000Healthy, 5),
    atLeast('incidents found', incidents.truth === 0 ? null : incidents.found / incidents.truth, 1),
    atMost('hours to the latest incident found', incidents.detectionHoursMax, soonHours),
    atMost(
      'hours to the latest incident that can be known in 12',
      incidents.detectionHoursMaxOfKnowable,
      soonHours,
    ),
    atMost('false incidents in 30 days', rounded((30 * incidents.false) / report.days), 1),
    within('coverage of P10-P90', estimate.n < enoughReadings ? null : estimate.coverage80, 0.78, 0.82),
    ...Object.entries(estimate.coverage80ByLeg)
      .filter(([, { n }]) => n >= enoughReadings)
      .map(([leg, { coverage80 }]) => within(`coverage of P10-P90 on ${leg}`, coverage80, 0.78, 0.82)),
    atMost('median error at hand-over, of the claimed', estimate.handOver.ratio, 0.6),
    atMost('parcels that cannot be read after bad input', report.badInput.unanswered, 0),
  ];
}

/** Every goal that could be judged is met. */
export const allMet = (goals: readonly GoalResult[]): boolean => goals.every(({ met }) => met !== false);
