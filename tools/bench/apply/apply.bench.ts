import { join } from 'node:path';
import { stateDir } from '../../stack/repository.ts';
import type { BenchContext } from '../bench.ts';
import { buildPrograms } from '../../workload/build-programs.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { baselinePrefix, pipePrefix } from '../participant.ts';
import { expectedEffects, requireSame } from './effects.ts';
import { fillTopic } from './fill-topic.ts';
import { runParticipant } from './run-participant.ts';
import type { ParticipantFigures } from './run-participant.ts';
import { scanStream } from '../../workload/scan-stream.ts';

const seed = 20_260_101;
const goal = 30;

/** Paired runs, and for each side its events until it is warm and in all: 120,000 events are 20,000 parcels. */
const sizes = {
  full: { pairs: 3, pipe: { warmUp: 20_000, total: 120_000 }, baseline: { warmUp: 1_000, total: 4_000 } },
  short: { pairs: 1, pipe: { warmUp: 8_000, total: 32_000 }, baseline: { warmUp: 300, total: 1_000 } },
};

type Side = 'pipe' | 'baseline';

/**
 * Durable apply of scans with exactly-once effect: fence, dedup, state row and outbox row, nothing published. Ours is
 * the batch transport; the baseline is `ServerKafka` with one TypeORM transaction an event. CPU of the service,
 * Postgres and Kafka together, per event. Needs the processes of a native stack.
 */
export async function applyBench({
  stack,
  short,
  profileTo,
  signal,
  log,
}: BenchContext): Promise<BenchResult[]> {
  const { kafkaBrokers: brokers, databaseUrl } = stack;
  const { kafka, postgres } = stack.pids();
  if (kafka === undefined || postgres === undefined || process.platform !== 'linux')
    throw new Error(
      'apply reads the CPU time of Kafka and Postgres from /proc: it needs a native stack on Linux',
    );
  const { pairs, ...sides } = short ? sizes.short : sizes.full;
  log('apply: compiling both sides');
  await buildPrograms('bench', signal);
  log(`apply: filling the topics with ${sides.pipe.total} and ${sides.baseline.total} events`);
  const prefixes = { pipe: pipePrefix, baseline: baselinePrefix };
  for (const side of ['pipe', 'baseline'] as const)
    await fillTopic(brokers, prefixes[side], scanStream(seed, sides[side].total), signal);
  const expected = {
    pipe: expectedEffects(scanStream(seed, sides.pipe.total)),
    baseline: expectedEffects(scanStream(seed, sides.baseline.total)),
  };

  const run = (side: Side, round: number, profileTo?: string) =>
    runParticipant({
      main: join(stateDir, 'bench', 'bench', side, 'main.js'),
      brokers,
      databaseUrl,
      servers: { kafka, postgres },
      schema: `bench_${side}_${round}`,
      ...sides[side],
      profileTo,
      signal,
    });
  log('apply: a round that does not count, while the servers make their first files');
  await run('pipe', 0);

  const figures: Record<Side, ParticipantFigures[]> = { pipe: [], baseline: [] };
  for (let pair = 1; pair <= pairs; pair += 1) {
    const order: Side[] = pair % 2 === 1 ? ['pipe', 'baseline'] : ['baseline', 'pipe'];
    for (const side of order) {
      const found = await run(side, pair, side === 'pipe' ? profileTo : undefined);
      requireSame(side, found.effects, expected[side]);
      figures[side].push(found);
      log(`apply: pair ${pair}/${pairs}, ${side}: ${described(found)}; rows as expected`);
    }
  }
  return [resultOf(figures, sides)];
}

const described = ({ cpu, eventsPerSecond }: ParticipantFigures): string =>
  `${cpu.all.toFixed(1)} us CPU/event (service ${cpu.by.service.toFixed(1)}, Postgres ${cpu.by.postgres.toFixed(1)}, ` +
  `Kafka ${cpu.by.kafka.toFixed(1)}), ${Math.round(eventsPerSecond)} events/s`;

function resultOf(
  figures: Record<Side, ParticipantFigures[]>,
  sizes: Record<Side, { warmUp: number; total: number }>,
): BenchResult {
  const ours = figures.pipe.map(({ cpu }) => cpu.all);
  const baseline = figures.baseline.map(({ cpu }) => cpu.all);
  const ratios = spreadOf(ours.map((own, pair) => (baseline[pair] ?? Number.NaN) / own));
  const detailsOf = (side: Side) => ({
    events: sizes[side].total - sizes[side].warmUp,
    cpu: {
      service: spreadOf(figures[side].map(({ cpu }) => cpu.by.service)),
      postgres: spreadOf(figures[side].map(({ cpu }) => cpu.by.postgres)),
      kafka: spreadOf(figures[side].map(({ cpu }) => cpu.by.kafka)),
    },
    eventsPerSecond: spreadOf(figures[side].map(({ eventsPerSecond }) => eventsPerSecond)),
  });
  return {
    name: 'apply',
    unit: 'us CPU/event',
    ours: spreadOf(ours),
    baseline: spreadOf(baseline),
    ratioToBaseline: rounded(ratios.median),
    goal: `>= ${goal} x baseline`,
    met: ratios.median >= goal,
    details: { ratios, ours: detailsOf('pipe'), baseline: detailsOf('baseline') },
  };
}
