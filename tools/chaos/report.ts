import type { RunResult } from './campaign.ts';

/** What `--json` writes, one a scenario. */
export interface ChaosReport {
  readonly name: string;
  readonly seed: number;
  readonly runs: number;
  readonly faultsInjected: number;
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  readonly eventsSent: number;
  readonly effectsExpected: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly wrongState: number;
  /** Runs that did not settle, or in which something was not seen that had to be. */
  readonly unexplained: number;
  /** Records that fences have refused: redelivered ones, and those of processes that had lost their partitions. */
  readonly refused: number;
  /** Processes of the rig that ended. */
  readonly ends: number;
  /** The most memory that a process of the rig had resident, in MiB; 0 where nobody looked. */
  readonly peakMemory: number;
  /** The furthest that the services were behind, in records, as lag tools see it. */
  readonly peakLag: number;
  /** Rebalances of groups of consumers. */
  readonly rebalances: number;
  readonly deadlocks: number;
  /** Seconds that the slowest process took that was asked to end; null where none was. */
  readonly slowestEnd: number | null;
  readonly seconds: number;
  readonly failures: readonly { readonly run: number; readonly seed: number; readonly what: string }[];
}

/** A run of a scenario as it went. */
export interface Played {
  /** Counted from 0 in its scenario. */
  readonly run: number;
  readonly result: RunResult;
  readonly seconds: number;
}

/** A run in a line. */
export function outcomeOf(result: RunResult): string {
  const { faults, ends, refused, rebalances, seen, slowestEnd } = result;
  const counts = [
    `${ends} ends`,
    `${refused} refused`,
    `${rebalances} rebalances`,
    ...(seen ? [`${seen.peakLag} waiting`, `${seen.peakMemory} MiB`] : []),
    ...(slowestEnd === undefined ? [] : [`slowest end ${slowestEnd.toFixed(1)} s`]),
  ];
  return `${complaintOf(result) ?? `clean; ${listOf(faults)}`} (${counts.join(', ')})`;
}

/** What was wrong with a run; undefined when it was clean. */
export function complaintOf({ verdict, unsettled, faults }: RunResult): string | undefined {
  const { lost, duplicated, wrongState } = verdict;
  if (lost + duplicated + wrongState === 0 && unsettled === undefined) return undefined;
  const counts = `lost ${lost}, duplicated ${duplicated}, wrong state ${wrongState}`;
  return [counts, unsettled, `after ${listOf(faults)}`].filter((part) => part !== undefined).join('; ');
}

/** Faults in a line; equal ones are counted. */
const listOf = (faults: readonly string[]): string =>
  Object.entries(countOf(faults))
    .map(([what, times]) => (times > 1 ? `${what} (${times} times)` : what))
    .join('; ');

function countOf(faults: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const what of faults) counts[what] = (counts[what] ?? 0) + 1;
  return counts;
}

export function reportOf(name: string, seed: number, played: readonly Played[]): ChaosReport {
  const results = played.map(({ result }) => result);
  const sum = (of: (result: RunResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    name,
    seed,
    runs: results.length,
    faultsInjected: sum(({ faults }) => faults.length),
    faults: countOf(results.flatMap(({ faults }) => faults)),
    eventsSent: sum(({ sent }) => sent),
    effectsExpected: sum(({ effects }) => effects),
    lost: sum(({ verdict }) => verdict.lost),
    duplicated: sum(({ verdict }) => verdict.duplicated),
    wrongState: sum(({ verdict }) => verdict.wrongState),
    unexplained: results.filter(({ unsettled }) => unsettled !== undefined).length,
    refused: sum(({ refused }) => refused),
    ends: sum(({ ends }) => ends),
    peakMemory: Math.max(...results.map(({ seen }) => seen?.peakMemory ?? 0)),
    peakLag: Math.max(...results.map(({ seen }) => seen?.peakLag ?? 0)),
    rebalances: sum(({ rebalances }) => rebalances),
    deadlocks: sum(({ deadlocks }) => deadlocks),
    slowestEnd: results.reduce<number | null>(
      (slowest, { slowestEnd }) => (slowestEnd === undefined ? slowest : Math.max(slowest ?? 0, slowestEnd)),
      null,
    ),
    seconds: Math.round(played.reduce((total, { seconds }) => total + seconds, 0)),
    failures: played.flatMap(({ run, result }) => {
      const what = complaintOf(result);
      return what === undefined ? [] : [{ run, seed, what }];
    }),
  };
}

export const isClean = (report: ChaosReport): boolean => report.failures.length === 0;
