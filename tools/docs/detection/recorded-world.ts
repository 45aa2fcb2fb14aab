import type { WorldReport } from '../../world/score/report.ts';

/** What is kept of a seed's report: its scores. Goals follow from them, and examples serve only whoever looks into one run. */
export type RecordedReport = Omit<WorldReport, 'examples' | 'goals'>;

/** The last report that somebody thought worth keeping, by seeds. */
export interface RecordedWorld {
  reports: RecordedReport[];
}

const scores = ['codes', 'incidents', 'estimate', 'usualRule', 'badInput'] as const;

/**
 * What is to be kept of what `npm run world -- --json` wrote, of one seed or of several.
 * @throws Error on anything else
 */
export function recordOf(written: unknown): RecordedWorld {
  const { reports } = (written ?? {}) as { reports?: unknown };
  return { reports: (Array.isArray(reports) ? reports : [written]).map(scoresOf) };
}

function scoresOf(report: unknown): RecordedReport {
  const told = (report ?? {}) as Partial<WorldReport>;
  const missing = [
    ...(typeof told.seed === 'number' ? [] : ['seed']),
    ...scores.filter((name) => typeof (told[name] ?? undefined) !== 'object'),
  ];
  if (missing.length > 0) throw new Error(`no report of npm run world: it has no ${missing.join(', no ')}`);
  const { examples: _examples, goals: _goals, ...kept } = told as WorldReport;
  return kept;
}
