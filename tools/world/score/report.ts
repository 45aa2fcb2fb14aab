import type { Example } from './examples.ts';
import type { CodeScore } from './tally-codes.ts';
import type { EstimateScore } from './score-estimates.ts';
import type { IncidentScore } from './score-incidents.ts';
import type { RuleScore } from './usual-rule.ts';

/** One goal and whether it is met; met is null where the world was too small to judge it. */
export interface GoalResult {
  name: string;
  value: number | null;
  goal: string;
  /** How far the value is on the right side of the goal; below 0 it is missed. */
  slack: number | null;
  met: boolean | null;
}

/** What one seed's world says of the system. The first names are fixed in the repository's list of commands. */
export interface WorldReport {
  seed: number;
  parcels: number;
  days: number;
  eventsSent: number;
  healthy: number;
  codes: Record<string, CodeScore>;
  falseAlarmsPer1000Healthy: number | null;
  falseAlarmsPer1000HealthyByCode: Record<string, number | null>;
  /** With those that count for nobody: stays between P95 and P99.9. */
  alarmsPer1000Healthy: number | null;
  incidents: IncidentScore & { parcelsHeldBack: number };
  estimate: EstimateScore;
  /** Share of the truly lost under an open alarm of absence once nothing had been heard for 6 days. */
  lostUnderAlarmBySixDays: number | null;
  usualRule: Record<string, RuleScore>;
  /** A few of what was missed and falsely alarmed, by code. */
  examples: Record<string, { missed: Example[]; false: Example[] }>;
  badInput: { planted: number; refused: number; unanswered: number };
  goals: GoalResult[];
  seconds: number;
}

const percent = (part: number | null): string =>
  (part === null ? '-' : `${(100 * part).toFixed(1)}%`).padStart(7);
const count = (value: number): string => String(value).padStart(6);

/** The report for people. */
export function summaryOf(report: WorldReport): string {
  const { incidents, estimate } = report;
  const codes = Object.entries(report.codes).map(
    ([code, score]) =>
      `${code.padEnd(24)}${count(score.truth)}${count(score.tp)}${count(score.fp)}${count(score.fn)}` +
      `${percent(score.precision)}${percent(score.recall)}${(score.leadHoursP50?.toFixed(0) ?? '-').padStart(7)}` +
      `${count(score.excused)}`,
  );
  const rules = Object.entries(report.usualRule).map(
    ([code, rule]) =>
      `${code.padEnd(24)}no update for ${String(rule.bestDays).padStart(2)} days: precision${percent(rule.precision)}, recall${percent(rule.recall)}`,
  );
  const goals = report.goals.map(
    ({ name, value, goal, met }) =>
      `${met === null ? '  ?   ' : met ? '  met ' : '  MISS'} ${name}: ${value ?? '-'} (${goal})`,
  );
  return [
    `seed ${report.seed}: ${report.parcels} parcels, ${report.healthy} healthy, ${report.days} days, ${report.eventsSent} scans told in ${report.seconds} s`,
    `${'code'.padEnd(24)} truth    tp    fp    fn  prec.   rec.  lead h excused`,
    ...codes,
    `false alarms per 1,000 healthy parcels: ${report.falseAlarmsPer1000Healthy ?? '-'}`,
    `incidents: ${incidents.found} of ${incidents.truth} found, ${incidents.false} false, detected after ${incidents.detectionHoursP50 ?? '-'} h (P50), ${incidents.parcelsHeldBack} parcels held back`,
    `estimates: ${estimate.n}, P10-P90 covers${percent(estimate.coverage80)}, median error ${estimate.medianAbsErrorDays ?? '-'} days; at hand-over ${estimate.handOver.medianAbsErrorDays ?? '-'} days, claimed ${estimate.handOver.claimedMedianAbsErrorDays ?? '-'}`,
    'the usual rule:',
    ...rules,
    'goals:',
    ...goals,
  ].join('\n');
}
