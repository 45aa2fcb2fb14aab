import { buildPrograms } from '../../workload/build-programs.ts';
import { scanStream } from '../../workload/scan-stream.ts';
import { inGroups } from '../in-groups.ts';
import type { BenchContext } from '../bench.ts';
import { seed } from '../participant.ts';
import { rounded } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { Commits } from '../rig/commits.ts';
import { expectedEffects } from '../rig/effects.ts';
import { openFeed } from '../rig/fill-topic.ts';
import { programOf } from '../rig/programs.ts';
import { isFlat, memoryUntil } from '../rig/resident-memory.ts';
import { withParticipant } from '../rig/run-participant.ts';

const goal = 250;
const warmUp = 20_000;
const eventsPerRequest = 1_000;
/** So far the feed is ahead: the service always finds more than it can take. */
const ahead = 60_000;

const seconds = { full: 600, short: 20 };

/**
 * The memory of a service that applies and publishes as fast as it can, from warm for ten minutes on: the greatest of
 * its samples counts, and the last third of the time must not need more than the middle one.
 */
export async function memoryBench({
  stack,
  short,
  profileTo,
  signal,
  log,
}: BenchContext): Promise<BenchResult[]> {
  const lastsMs = (short ? seconds.short : seconds.full) * 1_000;
  await buildPrograms('bench', signal);
  const topicPrefix = 'bench.memory.';
  const feed = await openFeed(stack.kafkaBrokers, topicPrefix);
  let sent = 0;
  const run = {
    main: programOf('pipe'),
    brokers: stack.kafkaBrokers,
    databaseUrl: stack.databaseUrl,
    schema: 'bench_memory',
    topicPrefix,
    variant: 'publish',
    warmUp,
    tellCommits: true,
    expected: () => expectedEffects(scanStream(seed, sent)),
    profileTo,
    limitMs: 2 * lastsMs + 300_000,
    signal,
  } as const;
  try {
    return await withParticipant(run, async (participant) => {
      const commits = new Commits(participant);
      const feeding = new AbortController();
      const fed = (async () => {
        for (const group of inGroups(scanStream(seed, Number.MAX_SAFE_INTEGER), eventsPerRequest)) {
          if (feeding.signal.aborted) return;
          await feed.send(group);
          sent += group.length;
          await commits.until(sent - ahead);
        }
      })();
      await Promise.race([fed, commits.until(warmUp)]);
      log(`memory: full load for ${lastsMs / 1_000} s`);
      const before = { applied: commits.applied, at: performance.now() };
      const over = AbortSignal.any([AbortSignal.timeout(lastsMs), signal]);
      const ended = new Promise((resolve) => over.addEventListener('abort', resolve));
      const memory = await memoryUntil(participant.pid, Promise.race([ended, fed]));
      const eventsPerSecond = ((commits.applied - before.applied) * 1_000) / (performance.now() - before.at);
      feeding.abort();
      await fed;
      participant.order({ total: sent });
      await commits.done;
      return [
        {
          name: 'memory',
          unit: 'MB RSS',
          ours: memory.resident,
          goal: `<= ${goal} MB, flat for ${lastsMs / 1_000} s`,
          met: memory.resident.max <= goal && isFlat(memory),
          details: { ...memory, seconds: lastsMs / 1_000, eventsPerSecond: rounded(eventsPerSecond) },
        },
      ];
    });
  } finally {
    await feed.close();
  }
}
