import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import type { PipeVariant } from '../participant.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs, pairwise } from './pairs.ts';
import { filledTopic, pipeSide, pipeSizes } from './sides.ts';

const baselineSizes = { full: { warmUp: 1_000, total: 4_000 }, short: { warmUp: 300, total: 1_000 } };
const pairs = { full: 3, short: 1 };

/**
 * A pipe beside the baseline: `ServerKafka` with one TypeORM transaction an event, which publishes nothing. CPU of the
 * service, Postgres and Kafka together, per event. Needs the processes of a native stack.
 * @param goal how many times as much the baseline shall need
 */
export async function againstBaseline(
  bench: string,
  variant: PipeVariant,
  goal: number,
  context: BenchContext,
): Promise<BenchResult> {
  const form = context.short ? 'short' : 'full';
  context.log(`${bench}: compiling both sides`);
  await buildPrograms('bench', context.signal);
  const sides = {
    pipe: pipeSide(await filledTopic(context, `${bench}.pipe`, pipeSizes[form]), variant),
    baseline: {
      program: 'baseline',
      ...(await filledTopic(context, `${bench}.baseline`, baselineSizes[form])),
    },
  };
  const figures = await measurePairs({ bench, context, pairs: pairs[form], sides });
  const ratios = pairwise(figures.baseline, figures.pipe, cpuOf);
  return {
    name: bench,
    unit: 'us CPU/event',
    ours: spreadOf(figures.pipe.map(cpuOf)),
    baseline: spreadOf(figures.baseline.map(cpuOf)),
    ratioToBaseline: rounded(ratios.median),
    goal: `>= ${goal} x baseline`,
    met: ratios.median >= goal,
    details: {
      ratios,
      ours: detailsOf(figures.pipe, sides.pipe),
      baseline: detailsOf(figures.baseline, sides.baseline),
    },
  };
}
