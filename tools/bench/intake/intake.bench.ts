import { carrierPayloadsTopic, trackingEventsTopic } from '@landfall/contracts';
import type { BenchContext } from '../bench.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { serversOf } from '../rig/servers.ts';
import { readTopic } from './read-topic.ts';
import { atRate, saturate, type Load, type Side, type WindowFigures } from './side.ts';
import { startSides } from './start-sides.ts';

const goals = { single: 5, batch: 30 };
const prefix = 'bench.intake.';
/** Of the baseline's highest rate: the load that both get when answers are compared at one rate. */
const equalShare = 0.8;

const sizes = {
  full: { pairs: 3, warmUpMs: 5_000, millis: 8_000 },
  short: { pairs: 1, warmUpMs: 1_500, millis: 2_000 },
};
const single = { callers: 64, scans: 1 };
const batch = { callers: 4, scans: 500 };

type WindowName = 'baseline' | 'single' | 'batch';

/**
 * What an edge takes until Kafka has confirmed it (all replicas): ours is `POST /v1/tracking-events/batch` of
 * carrier-tracking, with one scan a request and with 500; the baseline is Nest on Express with a DTO and one `send` a
 * request. Both read and check the same scan. Ours also checks a signed token and seals what it keeps. Consumers are not
 * started. Everything that was acknowledged must be on the topic, once.
 */
export async function intakeBench(context: BenchContext): Promise<BenchResult[]> {
  const { stack, short, signal, log } = context;
  const servers = serversOf('intake', stack);
  const { pairs, warmUpMs, millis } = short ? sizes.short : sizes.full;
  log('intake: starting both edges');
  const { ours, baseline, stop } = await startSides(context, prefix);
  try {
    const window = (side: Side, load: Omit<Load, 'millis'>, forMs: number) =>
      saturate(side, servers, { ...load, millis: forMs }, signal);
    const windows: Record<WindowName, (forMs: number) => Promise<WindowFigures>> = {
      baseline: (forMs) => window(baseline, single, forMs),
      single: (forMs) => window(ours, single, forMs),
      batch: (forMs) => window(ours, batch, forMs),
    };
    const names = Object.keys(windows) as WindowName[];
    log('intake: warming up');
    for (const name of names) await windows[name](warmUpMs);

    const found: Record<WindowName, WindowFigures[]> = { baseline: [], single: [], batch: [] };
    for (let pair = 1; pair <= pairs; pair += 1)
      for (const name of pair % 2 === 1 ? names : names.toReversed()) {
        const figures = await windows[name](millis);
        found[name].push(figures);
        log(`intake: pair ${pair}/${pairs}, ${name}: ${described(figures)}`);
      }

    const perSecond = equalShare * spreadOf(found.baseline.map((one) => one.requestsPerSecond)).median;
    const equal = {
      perSecond: Math.round(perSecond),
      baseline: await atRate(baseline, perSecond, millis, signal),
      ours: await atRate(ours, perSecond, millis, signal),
    };
    await requireAllThere(stack.kafkaBrokers, ours, baseline, log);
    return [singleResult(found, equal), batchResult(found)];
  } finally {
    await stop();
  }
}

const described = ({ requestsPerSecond, eventsPerSecond, answered, cpu }: WindowFigures): string =>
  `${Math.round(requestsPerSecond)} requests/s, ${Math.round(eventsPerSecond)} events/s, answered after ` +
  `${answered.p50.toFixed(1)} ms (p99 ${answered.p99.toFixed(1)}), ${cpu.all.toFixed(1)} us CPU/event ` +
  `(service ${cpu.by.service.toFixed(1)}, Kafka ${cpu.by.kafka.toFixed(1)})`;

/** Every scan that was acknowledged stands on its side's topic once: each had a tracking number of its own. */
async function requireAllThere(
  brokers: string,
  ours: Side,
  baseline: Side,
  log: BenchContext['log'],
): Promise<void> {
  const numberIn = {
    ours: (key: string) => key.slice(key.indexOf('/') + 1),
    baseline: (_key: string, value: Buffer) =>
      (JSON.parse(value.toString()) as { trackingNumber: string }).trackingNumber,
  };
  const topics = { ours: carrierPayloadsTopic.name, baseline: trackingEventsTopic.name };
  for (const { name, uploads } of [ours, baseline]) {
    const times = new Uint8Array(uploads.given);
    await readTopic(brokers, prefix + topics[name], ({ key, value }) => {
      const index = uploads.indexOf(numberIn[name](key, value));
      if (index === undefined) throw new Error(`${name}: ${key} stands on the topic and was never sent`);
      times[index] = (times[index] ?? 0) + 1;
    });
    const wrong = times.reduce((sum, one) => sum + Number(one !== 1), 0);
    if (wrong > 0)
      throw new Error(`${name}: ${wrong} of ${uploads.given} acknowledged scans are not on the topic once`);
    log(`intake: ${name}: all of ${uploads.given} acknowledged scans are on the topic, once`);
  }
}

interface EqualLoad {
  readonly perSecond: number;
  readonly ours: WindowFigures['answered'];
  readonly baseline: WindowFigures['answered'];
}

function singleResult(found: Record<WindowName, WindowFigures[]>, equal: EqualLoad): BenchResult {
  const ratios = ratiosOf(found, 'single', (one) => one.requestsPerSecond);
  const p99 = spreadOf(found.single.map(({ answered }) => answered.p99));
  const theirs = spreadOf(found.baseline.map(({ answered }) => answered.p50));
  return {
    name: 'intake-single',
    unit: 'requests/s',
    ours: spreadOf(found.single.map((one) => one.requestsPerSecond)),
    baseline: spreadOf(found.baseline.map((one) => one.requestsPerSecond)),
    ratioToBaseline: rounded(ratios.median),
    goal: `>= ${goals.single} x baseline, p99 < its p50`,
    met: ratios.median >= goals.single && p99.median < theirs.median,
    details: {
      ratios,
      callers: single.callers,
      answeredMsAtEqualCallers: { oursP99: p99, baselineP50: theirs },
      answeredMsAtEqualRate: equal,
      cpu: cpuDetails(found, 'single'),
    },
  };
}

function batchResult(found: Record<WindowName, WindowFigures[]>): BenchResult {
  const ratios = ratiosOf(found, 'batch', (one) => one.eventsPerSecond);
  return {
    name: 'intake-batch',
    unit: 'events/s',
    ours: spreadOf(found.batch.map((one) => one.eventsPerSecond)),
    baseline: spreadOf(found.baseline.map((one) => one.eventsPerSecond)),
    ratioToBaseline: rounded(ratios.median),
    goal: `>= ${goals.batch} x baseline`,
    met: ratios.median >= goals.batch,
    details: {
      ratios,
      callers: batch.callers,
      scansPerRequest: batch.scans,
      answeredMs: {
        p50: spreadOf(found.batch.map(({ answered }) => answered.p50)),
        p99: spreadOf(found.batch.map(({ answered }) => answered.p99)),
      },
      cpu: cpuDetails(found, 'batch'),
    },
  };
}

const ratiosOf = (
  found: Record<WindowName, WindowFigures[]>,
  name: 'single' | 'batch',
  rate: (figures: WindowFigures) => number,
) =>
  spreadOf(
    found[name].map((own, pair) => {
      const baseline = found.baseline[pair];
      return baseline ? rate(own) / rate(baseline) : Number.NaN;
    }),
  );

/** Microseconds per event, and how many times ours is the baseline's. */
const cpuDetails = (found: Record<WindowName, WindowFigures[]>, name: 'single' | 'batch') => {
  const of = (figures: readonly WindowFigures[]) => ({
    all: spreadOf(figures.map(({ cpu }) => cpu.all)),
    service: spreadOf(figures.map(({ cpu }) => cpu.by.service)),
    kafka: spreadOf(figures.map(({ cpu }) => cpu.by.kafka)),
    postgres: spreadOf(figures.map(({ cpu }) => cpu.by.postgres)),
  });
  const ours = of(found[name]);
  const baseline = of(found.baseline);
  return { ours, baseline, ratio: rounded(baseline.all.median / ours.all.median) };
};
