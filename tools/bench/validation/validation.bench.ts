import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { trackingEventsTopic, validateEvent } from '@landfall/contracts';
import { faultsOfTrackingEvent } from '../../../apps/carrier-tracking/src/carriers/landfall/tracking-event.ts';
import { stateDir } from '../../stack/repository.ts';
import { buildPrograms } from '../../workload/build-programs.ts';
import { scanStream } from '../../workload/scan-stream.ts';
import type { BenchContext } from '../bench.ts';
import { uploadedScan } from '../intake/uploads.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { applied, scanCases, uploadCases, type Case } from './cases.ts';

const goal = 8;
const sizes = {
  full: { pairs: 5, ours: 100_000, baseline: 10_000 },
  short: { pairs: 1, ours: 20_000, baseline: 2_000 },
};

type Accepts = (data: object) => boolean;

/** The compiled module of the baseline: its classes have decorators. */
interface BaselineVerdicts {
  readonly acceptsScan: Accepts;
  readonly acceptsTrackingEvent: Accepts;
}

/** One shape that both sides check. */
interface Shape {
  readonly name: string;
  readonly ours: Accepts;
  readonly baseline: Accepts;
  readonly cases: readonly Case[];
  /** The `index`-th good event. */
  readonly event: (index: number) => Parameters<typeof applied>[0];
}

/**
 * CPU of checking one event that has been parsed: ours with compiled schemas, the baseline with class-transformer and
 * class-validator. At a consumer (`tracking.milestone_reached`) and at an edge (an item of the batch of scans).
 * Both sides must tell good events from bad ones alike.
 */
export async function validationBench({ short, signal, log }: BenchContext): Promise<BenchResult[]> {
  await buildPrograms('bench', signal);
  const compiled = join(stateDir, 'bench', 'bench', 'baseline', 'verdicts.js');
  const baseline = (await import(pathToFileURL(compiled).href)) as BaselineVerdicts;
  const scans = [...scanStream(1, 1_000)].map(({ scan }) => scan);
  const shapes: Shape[] = [
    {
      name: 'validation',
      ours: (data) => validateEvent(trackingEventsTopic, 'tracking.milestone_reached', data).ok,
      baseline: baseline.acceptsScan,
      cases: scanCases,
      event: (index) => ({ ...scans[index % scans.length]!, revision: index }),
    },
    {
      name: 'validation-edge',
      ours: (data) => faultsOfTrackingEvent(data).length === 0,
      baseline: baseline.acceptsTrackingEvent,
      cases: uploadCases,
      event: (index) => uploadedScan(`LB${index}CN`, index % 12, Date.UTC(2026, 0, 1)),
    },
  ];
  return shapes.map((shape) => {
    const verdicts = requireSameVerdicts(shape);
    log(`${shape.name}: ${verdicts} verdicts are the same`);
    signal.throwIfAborted();
    return measure(shape, short ? sizes.short : sizes.full, verdicts, log);
  });
}

/** Throws with the case in which a side says otherwise; tells how many there were. */
function requireSameVerdicts({ name, ours, baseline, cases, event }: Shape): number {
  for (const one of cases)
    for (const [side, accepts] of Object.entries({ ours, baseline }))
      if (accepts(applied(event(0), one)) !== one.good)
        throw new Error(
          `${name}: an event, ${one.what}, is ${one.good ? 'good' : 'bad'}: ${side} say otherwise`,
        );
  return cases.length;
}

function measure(
  shape: Shape,
  { pairs, ours: oursOf, baseline: baselineOf }: { pairs: number; ours: number; baseline: number },
  verdicts: number,
  log: BenchContext['log'],
): BenchResult {
  const texts = Array.from({ length: oursOf }, (_, index) => JSON.stringify(shape.event(index)));
  const ours: number[] = [];
  const baseline: number[] = [];
  const parsing: number[] = [];
  for (let pair = 0; pair <= pairs; pair += 1) {
    const parse = cpuOf(texts.length, () => texts.forEach((text) => void JSON.parse(text)));
    const own = cpuOfChecking(texts, shape.ours);
    const other = cpuOfChecking(texts.slice(0, baselineOf), shape.baseline);
    // The first round warms up.
    if (pair === 0) continue;
    parsing.push(parse);
    ours.push(own);
    baseline.push(other);
    log(`${shape.name}: pair ${pair}/${pairs}: ${own.toFixed(2)} and ${other.toFixed(2)} us CPU/event`);
  }
  const ratios = spreadOf(ours.map((own, pair) => (baseline[pair] ?? Number.NaN) / own));
  return {
    name: shape.name,
    unit: 'us CPU/event',
    ours: spreadOf(ours),
    baseline: spreadOf(baseline),
    ratioToBaseline: rounded(ratios.median),
    goal: `>= ${goal} x baseline`,
    met: ratios.median >= goal,
    details: {
      ratios,
      verdictsCompared: verdicts,
      bytesPerEvent: texts[0]?.length,
      parsingBefore: spreadOf(parsing),
    },
  };
}

/** CPU microseconds an event of checking events that have just been parsed, each an object of its own. */
function cpuOfChecking(texts: readonly string[], accepts: Accepts): number {
  const events = texts.map((text) => JSON.parse(text) as object);
  return cpuOf(events.length, () => {
    for (const event of events) if (!accepts(event)) throw new Error('a good event was refused');
  });
}

function cpuOf(events: number, work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / events;
}
