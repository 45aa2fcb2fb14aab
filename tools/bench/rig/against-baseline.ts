import { buildPrograms } from '../../workload/build-programs.ts';
import { scanStream } from '../../workload/scan-stream.ts';
import type { BenchContext } from '../bench.ts';
import type { PipeVariant } from '../participant.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { expectedEffects } from './effects.ts';
import { fillTopic } from './fill-topic.ts';
import { cpuOf, detailsOf, measurePairs, pairwise } from './pairs.ts';

const seed = 20_260_101;

/** Paired runs, and for each side its events until it is warm and in all: 120,000 events are 20,000 parcels. */
const sizes = {
  full: { pairs: 3, pipe: { warmUp: 20_000, total: 120_000 }, baseline: { warmUp: 1_000, total: 4_000 } },
  short: { pairs: 1, pipe: { warmUp: 8_000, total: 32_000 }, baseline: { warmUp: 300, total: 1_000 } },
};

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
  const { stack, short, signal, log } = context;
  const { pairs, ...events } = short ? sizes.short : sizes.full;
  log(`${bench}: compiling both sides`);
  await buildPrograms('bench', signal);
  log(`${bench}: filling the topics with ${events.pipe.total} and ${events.baseline.total} events`);
  const sideOf = async (program: 'pipe' | 'baseline') => {
    const { total } = events[program];
    const topicPrefix = `bench.${bench}.${program}.`;
    await fillTopic(stack.kafkaBrokers, topicPrefix, scanStream(seed, total), signal);
    const expected = expectedEffects(scanStream(seed, total));
    return { program, topicPrefix, ...events[program], expected };
  };
  const sides = {
    pipe: { ...(await sideOf('pipe')), variant },
    baseline: await sideOf('baseline'),
  };
  const figures = await measurePairs({ bench, context, pairs, sides });
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
