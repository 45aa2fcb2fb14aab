import type { Kill } from './kills.ts';
import type { Difference } from './olist/reconcile.ts';

/** The report of a replay; its names are fixed. */
export interface ReplayReport {
  source: string;
  orders: number;
  parcels: number;
  eventsSent: number;
  seconds: number;
  eventsPerSecond: number;
  reconciled: { rows: number; exact: number; differing: Difference[] };
  /** Share of the delivered that came after the promise. */
  lateShare: number;
  exceptions: Record<string, number>;
  estimate: { n: number; coverage80: number | null; medianAbsErrorDays: number | null };
  /** Requests that had to be sent again, by what was answered instead. */
  retried: Record<string, number>;
  /** Processes that were killed on the way, where asked for. */
  kills?: Kill[];
}

/** Of the estimates remembered at pick-up: how many deliveries fell between P10 and P90, and how far off P50 was. */
export function scoreEstimates(
  pairs: readonly { p10: string; p50: string; p90: string; deliveredAt: string }[],
) {
  const day = 24 * 60 * 60 * 1000;
  const inside = pairs.filter(
    ({ p10, p90, deliveredAt }) =>
      Date.parse(p10) <= Date.parse(deliveredAt) && Date.parse(deliveredAt) <= Date.parse(p90),
  ).length;
  const errors = pairs.map(
    ({ p50, deliveredAt }) => Math.abs(Date.parse(deliveredAt) - Date.parse(p50)) / day,
  );
  const sorted = errors.sort((a, b) => a - b);
  return {
    n: pairs.length,
    coverage80: pairs.length === 0 ? null : inside / pairs.length,
    medianAbsErrorDays: sorted[Math.floor(sorted.length / 2)] ?? null,
  };
}

/** Rows that differ and that no fact of theirs explains. */
export const unexplained = (report: ReplayReport): Difference[] =>
  report.reconciled.differing.filter((difference) => difference.because === undefined);

/** The report in a few lines for people. */
export function summaryOf(report: ReplayReport): string {
  const { reconciled, estimate } = report;
  const percent = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(1)}%`);
  return [
    `${report.orders} orders, ${report.parcels} parcels, ${report.eventsSent} events in ${report.seconds} s (${report.eventsPerSecond}/s), sent again: ${JSON.stringify(report.retried)}`,
    `${reconciled.exact} of ${reconciled.rows} rows exact, ${reconciled.differing.length} differ, ${unexplained(report).length} unexplained; ${percent(report.lateShare)} of the delivered late`,
    `estimates at pick-up: ${estimate.n}, P10-P90 covers ${percent(estimate.coverage80)}, median error ${estimate.medianAbsErrorDays?.toFixed(1) ?? '-'} days`,
    ...(report.kills ? [`killed on the way: ${report.kills.map((kill) => kill.what).join(', ')}`] : []),
    `exceptions: ${
      Object.entries(report.exceptions)
        .map(([code, count]) => `${code} ${count}`)
        .join(', ') || 'none'
    }`,
  ].join('\n');
}
