import type { BenchContext } from '../bench.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs, pairwise, rateOf } from './pairs.ts';
import type { Side } from './pairs.ts';

export interface LimitComparison {
  readonly bench: string;
  readonly context: BenchContext;
  readonly ours: Side;
  readonly limit: Side;
  /** What the goal is about: the rate, or the CPU of all processes, which neighbours on the machine disturb less. */
  readonly by: 'rate' | 'cpu';
  /** How much of the limit shall be reached. */
  readonly goal: number;
  readonly pairs?: number;
}

const defaultPairs = 5;

/** What is reached of what would be possible: of the limit's rate, or with its CPU per event. Both are reported. */
export async function againstLimit(comparison: LimitComparison): Promise<BenchResult> {
  const { bench, context, ours, limit, by, goal } = comparison;
  const pairs = context.short ? 1 : (comparison.pairs ?? defaultPairs);
  const figures = await measurePairs({ bench, context, pairs, sides: { ours, limit } });
  const ratios = {
    rate: pairwise(figures.ours, figures.limit, rateOf),
    cpu: pairwise(figures.limit, figures.ours, cpuOf),
  };
  const of = by === 'rate' ? rateOf : cpuOf;
  return {
    name: bench,
    unit: by === 'rate' ? 'events/s' : 'us CPU/event',
    ours: spreadOf(figures.ours.map(of)),
    limit: spreadOf(figures.limit.map(of)),
    ratioToLimit: rounded(ratios[by].median),
    goal: `>= ${goal} of the limit`,
    met: ratios[by].median >= goal,
    details: { ratios, ours: detailsOf(figures.ours, ours), limit: detailsOf(figures.limit, limit) },
  };
}
