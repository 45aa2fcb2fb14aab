import { legs, waits } from '@landfall/domain';
import { goalsOf } from '../../world/score/goals.ts';
import { rounded } from '../../world/score/numbers.ts';
import type { GoalResult } from '../../world/score/report.ts';
import type { CodeScore } from '../../world/score/tally-codes.ts';
import { f1Of } from '../../world/score/usual-rule.ts';
import { worstGoals } from '../../world/score/worst-goals.ts';
import { markdownTable } from '../markdown-table.ts';
import type { RecordedReport, RecordedWorld } from './recorded-world.ts';

/** The scores of a recorded world in words and tables; null: none has been recorded. */
export function measured(world: RecordedWorld | null): string {
  if (world === null || world.reports.length === 0) return 'Not measured yet.';
  const { reports } = world;
  const goals = worstGoals(reports.map((report) => ({ goals: goalsOf({ ...report, examples: {} }) })));
  return [
    introduction(reports, goals),
    '### Codes',
    codesTable(reports, goals),
    '### Beside the usual rule',
    usualRuleTable(reports, goals),
    '### Incidents',
    incidents(reports),
    '### Estimates',
    estimates(reports),
    '### The other goals',
    goalsTable(goals),
  ].join('\n\n');
}

function introduction(reports: readonly RecordedReport[], goals: readonly GoalResult[]): string {
  const count = (met: boolean | null): number => goals.filter((goal) => goal.met === met).length;
  const [first] = reports;
  return [
    `${reports.length === 1 ? 'Seed' : 'Seeds'} ${reports.map(({ seed }) => seed).join(', ')}:`,
    `${whole(sum(reports.map((report) => report.parcels)))} parcels over ${first?.days} days each,`,
    `${whole(sum(reports.map((report) => report.healthy)))} of them healthy,`,
    `${whole(sum(reports.map((report) => report.eventsSent)))} scans told.`,
    `Of ${goals.length} goals ${count(true)} are met, ${count(false)} missed, and ${count(null)} could not be judged.`,
  ].join(' ');
}

/** Planted ones of all seeds; precision, recall, lead and false alarms of the worst. */
function codesTable(reports: readonly RecordedReport[], goals: readonly GoalResult[]): string {
  const codes = [...new Set(reports.flatMap((report) => Object.keys(report.codes)))].sort();
  return markdownTable(
    ['code', 'planted', 'precision', 'recall', 'lead (h, P50)', 'false per 1,000 healthy', 'goal'],
    codes.map((code) => {
      const scores = reports.flatMap((report) => report.codes[code] ?? []);
      const falseOfHealthy = reports.map((report) => report.falseAlarmsPer1000HealthyByCode[code] ?? 0);
      return [
        `\`${code}\``,
        whole(sum(scores.map(({ truth }) => truth))),
        percent(least(scores.map(({ precision }) => precision))),
        percent(least(scores.map(({ recall }) => recall))),
        decimal(least(scores.map(({ leadHoursP50 }) => leadHoursP50)), 0),
        decimal(Math.max(...falseOfHealthy), 2),
        verdictOf(goals, [`${code}: precision`, `${code}: recall`]),
      ];
    }),
  );
}

/** Each code of absence in the seed in which ours leads least. */
function usualRuleTable(reports: readonly RecordedReport[], goals: readonly GoalResult[]): string {
  const codes = [...new Set(reports.flatMap((report) => Object.keys(report.usualRule)))];
  return markdownTable(
    ['code', 'seed', 'ours: precision', 'recall', 'F1', 'no update for', 'precision', 'recall', 'F1', 'goal'],
    codes.map((code) => {
      const compared = reports.flatMap(({ seed, codes: scores, usualRule }) => {
        const [ours, theirs] = [scores[code], usualRule[code]];
        return ours && theirs ? [{ seed, ours, theirs, lead: f1(ours) - (theirs.f1 ?? 0) }] : [];
      });
      const [worst] = compared.sort((a, b) => a.lead - b.lead);
      const goal = verdictOf(goals, [`${code}: F1 against the usual rule`]);
      if (!worst) return [`\`${code}\``, ...Array<string>(8).fill('-'), goal];
      const { seed, ours, theirs } = worst;
      return [
        `\`${code}\``,
        seed,
        percent(ours.precision),
        percent(ours.recall),
        decimal(f1(ours), 3),
        `${theirs.bestDays} days`,
        percent(theirs.precision),
        percent(theirs.recall),
        decimal(theirs.f1, 3),
        goal,
      ];
    }),
  );
}

function incidents(reports: readonly RecordedReport[]): string {
  const scores = reports.map((report) => report.incidents);
  const kinds = [...new Set(scores.flatMap(({ byKind }) => Object.keys(byKind)))].sort();
  const table = markdownTable(
    ['kind', 'planted', 'found'],
    kinds.map((kind) => [
      `\`${kind}\``,
      sum(scores.map(({ byKind }) => byKind[kind]?.truth ?? 0)),
      sum(scores.map(({ byKind }) => byKind[kind]?.found ?? 0)),
    ]),
  );
  const summary = [
    `Found after ${decimal(most(scores.map(({ detectionHoursP50 }) => detectionHoursP50)), 1)} h (P50 of the worst seed),`,
    `the latest after ${decimal(most(scores.map(({ detectionHoursMax }) => detectionHoursMax)), 1)} h.`,
    `False ones: ${sum(scores.map((score) => score.false))} in ${sum(reports.map(({ days }) => days))} days.`,
    `Parcels whose alarms were held back: ${whole(sum(scores.map(({ parcelsHeldBack }) => parcelsHeldBack)))}.`,
  ].join(' ');
  return `${table}\n\n${summary}\n\n${eachIncident(reports)}`;
}

/** What was found when, beside when it could be known. */
function eachIncident(reports: readonly RecordedReport[]): string {
  const hours = (value: number | null): string => (value === null ? '-' : decimal(value, 0));
  return markdownTable(
    ['seed', 'kind', 'lasts (h)', 'parcels', 'found after (h)', 'knowable after (h)'],
    reports.flatMap(({ seed, incidents: { each } }) =>
      each.map(({ kind, lastsHours, members, foundAfterHours, knowableAfterHours }) => [
        seed,
        `\`${kind}\``,
        whole(lastsHours),
        whole(members),
        hours(foundAfterHours),
        hours(knowableAfterHours),
      ]),
    ),
  );
}

const roadOrder: readonly string[] = ['not yet scanned', ...legs, ...waits];

function estimates(reports: readonly RecordedReport[]): string {
  const scores = reports.map(({ estimate }) => estimate);
  const seen = new Set(scores.flatMap(({ coverage80ByLeg }) => Object.keys(coverage80ByLeg)));
  const stages = [...seen].sort((a, b) => roadOrder.indexOf(a) - roadOrder.indexOf(b));
  const rows = stages.map((stage) => {
    const ofStage = scores.flatMap(({ coverage80ByLeg }) => coverage80ByLeg[stage] ?? []);
    return [
      stage === 'not yet scanned' ? stage : `\`${stage}\``,
      whole(sum(ofStage.map(({ n }) => n))),
      rangeOf(ofStage.map(({ coverage80 }) => coverage80)),
    ];
  });
  const all = [
    'all',
    whole(sum(scores.map(({ n }) => n))),
    rangeOf(scores.map(({ coverage80 }) => coverage80)),
  ];
  const [worst] = scores.map(({ handOver }) => handOver).sort((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0));
  const summary = [
    `Median absolute error: ${decimal(most(scores.map(({ medianAbsErrorDays }) => medianAbsErrorDays)), 2)} days of a parcel read on any day;`,
    `at the hand-over to the trunk line ${decimal(worst?.medianAbsErrorDays ?? null, 2)} days,`,
    `where what the carrier claims is off by ${decimal(worst?.claimedMedianAbsErrorDays ?? null, 2)}.`,
  ].join(' ');
  return `${markdownTable(['where the parcel was', 'readings', 'between P10 and P90, by seed'], [...rows, all])}\n\n${summary}`;
}

const inOtherTables = /: (precision|recall|F1 against the usual rule)$/;

function goalsTable(goals: readonly GoalResult[]): string {
  return markdownTable(
    ['goal', 'demanded', 'worst seed', ''],
    goals
      .filter(({ name }) => !inOtherTables.test(name))
      .map(({ name, goal, value, met }) => [name, goal, rounded(value) ?? '-', inWords(met)]),
  );
}

/** Whether all of some goals are met; a goal that nobody set is none. */
function verdictOf(goals: readonly GoalResult[], names: readonly string[]): string {
  const named = goals.filter(({ name }) => names.includes(name));
  const demanded = [...new Set(named.map(({ goal }) => goal))].join(', ');
  if (named.length === 0) return '-';
  const met = named.some((goal) => goal.met === false)
    ? false
    : named.every((goal) => goal.met === true)
      ? true
      : null;
  return `${demanded}: ${inWords(met)}`;
}

const inWords = (met: boolean | null): string => (met === null ? 'not judged' : met ? 'met' : '**missed**');

const f1 = (score: CodeScore): number => f1Of(score) ?? 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const least = (values: readonly (number | null)[]): number | null =>
  known(values).length === 0 ? null : Math.min(...known(values));
const most = (values: readonly (number | null)[]): number | null =>
  known(values).length === 0 ? null : Math.max(...known(values));

const whole = (value: number): string => value.toLocaleString('en-US');
const decimal = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '-';
const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)}%`);

/** The least and the most of the seeds. */
function rangeOf(shares: readonly (number | null)[]): string {
  const [from, to] = [percent(least(shares)), percent(most(shares))];
  return from === to ? from : `${from} to ${to}`;
}
