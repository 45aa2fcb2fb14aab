import { buildPrograms } from '../../workload/build-programs.ts';
import { scanStream } from '../../workload/scan-stream.ts';
import type { BenchContext } from '../bench.ts';
import { seed } from '../participant.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { Commits } from '../rig/commits.ts';
import { expectedEffects } from '../rig/effects.ts';
import { fillTopic, openFeed } from '../rig/fill-topic.ts';
import { watchOutbox } from '../rig/outbox-empty.ts';
import { programOf } from '../rig/programs.ts';
import { isFlat, memoryUntil } from '../rig/resident-memory.ts';
import type { MemoryCourse } from '../rig/resident-memory.ts';
import { withParticipant } from '../rig/run-participant.ts';
import { highestLiveRate, warmUpAt } from './live-rate.ts';
import type { LiveRate } from './live-rate.ts';

const goal = 3;
const warmUp = 20_000;
/** Events a second, before the first climb: the compilers of Kafka and of the service take part of the machine. */
const warmUpRate = 1_000;

const sizes = {
  full: { backlog: 1_000_000, climbs: 3, secondsPerRate: 3, warmUpSeconds: 25 },
  short: { backlog: 80_000, climbs: 1, secondsPerRate: 2, warmUpSeconds: 5 },
};

/**
 * How fast a service works off a backlog, beside the highest rate at which it is live on the same machine: applying
 * and publishing, both. The rate of catching up is taken in three parts of the backlog, the last one until all is
 * published; memory over all of it.
 */
export async function catchUpBench(context: BenchContext): Promise<BenchResult[]> {
  const size = sizes[context.short ? 'short' : 'full'];
  await buildPrograms('bench', context.signal);
  const live = await liveRates(context, size);
  const { rates, memory } = await catchUp(context, size.backlog);
  const ours = spreadOf(rates);
  const baseline = spreadOf(live.map(({ rate }) => rate));
  const ratio = ours.median / baseline.median;
  return [
    {
      name: 'catch-up',
      unit: 'events/s',
      ours,
      baseline,
      ratioToBaseline: rounded(ratio),
      goal: `>= ${goal} x the live rate, memory flat`,
      met: ratio >= goal && isFlat(memory),
      details: { backlog: size.backlog, live, memory },
    },
  ];
}

async function liveRates(
  { stack, signal, log }: BenchContext,
  { climbs, secondsPerRate, warmUpSeconds }: (typeof sizes)['full'],
): Promise<LiveRate[]> {
  const topicPrefix = 'bench.catch-up.live.';
  const feed = await openFeed(stack.kafkaBrokers, topicPrefix);
  const events = scanStream(seed, Number.MAX_SAFE_INTEGER);
  let sent = 0;
  const next = () => {
    const { value } = events.next();
    if (!value) throw new Error('unreachable: the stream does not end');
    sent += 1;
    return value;
  };
  const run = {
    main: programOf('pipe'),
    brokers: stack.kafkaBrokers,
    databaseUrl: stack.databaseUrl,
    schema: 'bench_catch_up_live',
    topicPrefix,
    variant: 'publish',
    warmUp,
    tellCommits: true,
    expected: () => expectedEffects(scanStream(seed, sent)),
    signal,
  } as const;
  const outbox = await watchOutbox(stack.databaseUrl, run.schema);
  try {
    return await withParticipant(run, async (participant) => {
      const commits = new Commits(participant);
      const load = { next, feed, commits, outbox, secondsPerRate, signal };
      await warmUpAt(warmUpRate, warmUpSeconds, load);
      const found: LiveRate[] = [];
      for (let climb = 1; climb <= climbs; climb += 1) {
        const live = await highestLiveRate(load, found[0] && found[0].rate / 2);
        log(
          `catch-up: live up to ${Math.round(live.rate)} events/s (p50 ${live.waits.p50} ms, published ${live.waits.published} ms after)`,
        );
        found.push(live);
      }
      participant.order({ total: sent });
      await commits.done;
      return found;
    });
  } finally {
    await outbox.close();
    await feed.close();
  }
}

async function catchUp(
  { stack, profileTo, signal, log }: BenchContext,
  backlog: number,
): Promise<{ rates: number[]; memory: MemoryCourse }> {
  const topicPrefix = 'bench.catch-up.backlog.';
  log(`catch-up: making a backlog of ${backlog} events`);
  await fillTopic(stack.kafkaBrokers, topicPrefix, scanStream(seed, backlog), signal);
  const run = {
    main: programOf('pipe'),
    brokers: stack.kafkaBrokers,
    databaseUrl: stack.databaseUrl,
    schema: 'bench_catch_up',
    topicPrefix,
    variant: 'publish',
    warmUp,
    total: backlog,
    tellCommits: true,
    expected: () => expectedEffects(scanStream(seed, backlog)),
    profileTo,
    signal,
  } as const;
  return withParticipant(run, async (participant) => {
    const commits = new Commits(participant);
    await commits.until(warmUp);
    const memory = await memoryUntil(participant.pid, commits.done);
    const published = performance.now();
    const part = (backlog - warmUp) / 3;
    const ends = [0, 1, 2].map((parts) => commits.instantOf(warmUp + parts * part));
    const rates = [...ends.slice(1), published].map(
      (end, index) => (part * 1_000) / (end - (ends[index] ?? end)),
    );
    log(`catch-up: ${rates.map((rate) => Math.round(rate)).join(', ')} events/s`);
    return { rates, memory };
  });
}
