import type { GoalResult, WorldReport } from './report.ts';

/** Each goal as the seed has it that is furthest on its wrong side; seeds that could not judge it do not count. */
export function worstGoals(reports: readonly Pick<WorldReport, 'goals'>[]): GoalResult[] {
  const byName = Map.groupBy(
    reports.flatMap((report) => report.goals),
    (goal) => goal.name,
  );
  return [...byName.values()].map((goals) =>
    goals.reduce((worst, goal) => ((goal.slack ?? Infinity) < (worst.slack ?? Infinity) ? goal : worst)),
  );
}
