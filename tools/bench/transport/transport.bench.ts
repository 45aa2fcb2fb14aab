import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs, pairwise, rateOf } from '../rig/pairs.ts';
import { filledTopic } from '../rig/sides.ts';

const goalOfRaw = 0.9;
const goalOfNest = 3;

const sizes = {
  full: { pairs: 5, ours: { warmUp: 100_000, total: 500_000 }, nest: { warmUp: 20_000, total: 120_000 } },
  short: { pairs: 1, ours: { warmUp: 20_000, total: 120_000 }, nest: { warmUp: 5_000, total: 25_000 } },
};

/**
 * The transport with a handler that does nothing, and without any work in Postgres: fetching, grouping, handing over and
 * telling Kafka where it stands. Beside kafkajs' own `eachBatch` it hands over records as they come, as that does;
 * beside `ServerKafka`, whose messages are parsed, it parses them too, and checks them against their contract. Decided by
 * CPU; the rates are in the details.
 */
export async function transportBench(context: BenchContext): Promise<BenchResult[]> {
  const { pairs, ours, nest } = sizes[context.short ? 'short' : 'full'];
  await buildPrograms('bench', context.signal);
  const { topicPrefix } = await filledTopic(context, 'transport', ours);
  const sides = {
    transport: { program: 'pipe', variant: 'transport', topicPrefix, ...ours },
    raw: { program: 'transport/raw', topicPrefix, ...ours },
    decoding: { program: 'pipe', variant: 'transport-decoding', topicPrefix, ...ours },
    nest: { program: 'transport/server-kafka', topicPrefix, ...nest },
  } as const;
  const figures = await measurePairs({ bench: 'transport', context, pairs, sides });
  const details = (one: keyof typeof sides, other: keyof typeof sides) => ({
    ratios: {
      rate: pairwise(figures[one], figures[other], rateOf),
      cpu: pairwise(figures[other], figures[one], cpuOf),
    },
    [one]: detailsOf(figures[one], sides[one]),
    [other]: detailsOf(figures[other], sides[other]),
  });
  const ofRaw = pairwise(figures.raw, figures.transport, cpuOf).median;
  const ofNest = pairwise(figures.nest, figures.decoding, cpuOf).median;
  return [
    {
      name: 'transport',
      unit: 'us CPU/event',
      ours: spreadOf(figures.transport.map(cpuOf)),
      limit: spreadOf(figures.raw.map(cpuOf)),
      ratioToLimit: rounded(ofRaw),
      goal: `>= ${goalOfRaw} of raw kafkajs`,
      met: ofRaw >= goalOfRaw,
      details: details('transport', 'raw'),
    },
    {
      name: 'transport-nest',
      unit: 'us CPU/event',
      ours: spreadOf(figures.decoding.map(cpuOf)),
      baseline: spreadOf(figures.nest.map(cpuOf)),
      ratioToBaseline: rounded(ofNest),
      goal: `>= ${goalOfNest} x ServerKafka`,
      met: ofNest >= goalOfNest,
      details: details('decoding', 'nest'),
    },
  ];
}
