import { grows, heapText, type HeapGrowth } from './heap-growth.ts';
import type { Failure } from './in-process/judge.ts';
import type { HttpResult } from './http/play-over-http.ts';

/** What came of the bodies of one level. */
export interface BulkResult {
  readonly bodies: number;
  readonly seconds: number;
  /** How many bodies of each edge were refused, and how many taken, by what was answered. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly heap: HeapGrowth;
  readonly failures: readonly Failure[];
}

/** What `--json` writes. */
export interface FuzzReport {
  readonly name: 'fuzz';
  readonly seed: number;
  readonly seeds: number;
  readonly inProcess: BulkResult;
  readonly overHttp: HttpResult | undefined;
}

/** What was wrong with a campaign, one line each; none when it was clean. */
export function complaintsOf({ inProcess, overHttp }: FuzzReport): string[] {
  const faults = Map.groupBy(inProcess.failures, ({ what }) => what);
  return [
    ...[...faults].map(
      ([what, [first, ...more]]) =>
        `${what}, with ${told(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`,
    ),
    ...(grows(inProcess.heap) ? [`the heap in process grew from ${heapText(inProcess.heap)}`] : []),
    ...(overHttp?.complaints ?? []),
    ...Object.entries(overHttp?.heaps ?? {}).flatMap(([service, heap]) =>
      grows(heap) ? [`the heap of ${service} grew from ${heapText(heap)}`] : [],
    ),
  ];
}

const told = (failure: Failure | undefined): string =>
  failure ? `--run ${failure.run} (${failure.edge} ${failure.of}: ${failure.steps})` : '';

/** A campaign in a few lines. */
export function textOfReport(report: FuzzReport): string {
  const { inProcess, overHttp } = report;
  const complaints = complaintsOf(report);
  const refused = shareOf(inProcess.outcomes, /refused/);
  return [
    `in process: ${inProcess.bodies} bodies of ${report.seeds} seeds in ${Math.round(inProcess.seconds)} s, ${refused} refused; heap ${heapText(inProcess.heap)}`,
    ...(overHttp
      ? [
          `over HTTP: ${overHttp.sent} bodies in ${Math.round(overHttp.seconds)} s, answered ${Object.entries(
            overHttp.statuses,
          )
            .map(([status, count]) => `${status}: ${count}`)
            .join(
              ', ',
            )}; ${overHttp.ledger.scans} scans and ${overHttp.ledger.quarantined} quarantined payloads found`,
          ...Object.entries(overHttp.heaps).map(([service, heap]) => `heap of ${service}: ${heapText(heap)}`),
        ]
      : []),
    complaints.length === 0 ? 'clean' : complaints.join('\n'),
  ].join('\n');
}

const shareOf = (outcomes: Readonly<Record<string, number>>, pattern: RegExp): string => {
  const entries = Object.entries(outcomes);
  const sum = (some: typeof entries): number => some.reduce((total, [, count]) => total + count, 0);
  return `${Math.round((100 * sum(entries.filter(([name]) => pattern.test(name)))) / Math.max(1, sum(entries)))} %`;
};
