import { ensureBuilt } from '../../stack/build.ts';
import { serviceFlags } from '../../stack/node-flags.ts';
import { createTopics } from '../../stack/topics.ts';
import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { figuresOf } from '../detector/figures-of.ts';
import { spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs } from '../rig/pairs.ts';
import { filledTopic, pipeSide, pipeSizes } from '../rig/sides.ts';
import type { DetectFigures, DetectSettings } from './detect.settings.ts';
import { requireStored } from './require-stored.ts';
import { historyPlan, watchedByAService } from './watched-by-a-service.ts';

/** Microseconds of CPU per event. */
const goal = 25;
const limitMs = 900_000;

const sizes = {
  full: { parcels: 4_000, rounds: 5, pairs: 3 },
  short: { parcels: 400, rounds: 1, pairs: 1 },
};

/** What detection adds to an event over the pipe: in the domain alone, and in a service with its tables and messages. */
export async function detectionBench(context: BenchContext): Promise<BenchResult[]> {
  await ensureBuilt(context.signal);
  return [await inTheDomain(context), await inTheService(context)];
}

/**
 * CPU of what the handler of exception-detection does between reading and writing rows, by its own functions and with
 * models that were learned, beside the handler of the bench's pipe on the same scans of a synthetic world.
 */
async function inTheDomain(context: BenchContext): Promise<BenchResult> {
  const { parcels, rounds } = sizes[context.short ? 'short' : 'full'];
  const settings: DetectSettings = { world: { seed: 2, parcels, days: 60 }, history: historyPlan, rounds };
  const found = await figuresOf<DetectFigures>(context, {
    main: 'detection/detect.main.ts',
    settings,
    profiled: true,
    limitMs,
  });
  const added = spreadOf(found.rounds.map(({ ours, pipe }) => ours - pipe));
  return {
    name: 'detection',
    unit: 'us CPU/event',
    ours: spreadOf(found.rounds.map(({ ours }) => ours)),
    baseline: spreadOf(found.rounds.map(({ pipe }) => pipe)),
    goal: `<= ${goal} us more than the pipe's handler`,
    met: added.median <= goal,
    details: { added, ...found },
  };
}

/**
 * CPU of all processes an event: exception-detection as it is, with registered parcels and learned lanes, beside the
 * bench's pipe, which keeps one narrow row of a parcel and tells of it. Both publish.
 */
async function inTheService(context: BenchContext): Promise<BenchResult> {
  const { stack, short, signal, log } = context;
  const { pairs } = sizes[short ? 'short' : 'full'];
  const size = pipeSizes[short ? 'short' : 'full'];
  await buildPrograms('bench', signal);
  const { scans } = watchedByAService(size.total);
  const { topicPrefix } = await filledTopic(context, 'detection.service', size, () => scans);
  await createTopics(stack.kafkaBrokers, topicPrefix);
  let exceptions = Number.NaN;
  const sides = {
    service: {
      program: 'detection/service.main.ts',
      flags: serviceFlags,
      topicPrefix,
      ...size,
      check: async (databaseUrl: string, schema: string) => {
        exceptions = await requireStored(databaseUrl, schema, scans);
      },
    },
    pipe: pipeSide(await filledTopic(context, 'detection.pipe', size, () => scans), 'publish'),
  };
  const figures = await measurePairs({ bench: 'detection', context, pairs, sides });
  const added = spreadOf(figures.service.map((one, pair) => cpuOf(one) - cpuOf(figures.pipe[pair] ?? one)));
  log(`detection: ${added.median} us CPU/event more than the pipe`);
  return {
    name: 'detection-service',
    unit: 'us CPU/event',
    ours: spreadOf(figures.service.map(cpuOf)),
    baseline: spreadOf(figures.pipe.map(cpuOf)),
    goal: `<= ${goal} us more than the pipe`,
    met: added.median <= goal,
    details: {
      added,
      exceptions,
      ours: detailsOf(figures.service, sides.service),
      baseline: detailsOf(figures.pipe, sides.pipe),
    },
  };
}
