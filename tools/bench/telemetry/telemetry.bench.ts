import { buildPrograms } from '../../workload/build-programs.ts';
import { scanStream } from '../../workload/scan-stream.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import type { BenchContext } from '../bench.ts';
import { seed } from '../participant.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs, pairwise, rateOf } from '../rig/pairs.ts';
import { filledTopic, pipeSide, pipeSizes } from '../rig/sides.ts';
import { openSpanSink } from './span-sink.ts';

const goal = 0.95;
const pairs = { full: 5, short: 1 };

/**
 * Apply and publish with telemetry as the services have it, beside without. The edges sample every request unless
 * they are told otherwise, so with a collector each event comes with a sampled trace of its own; without one it has none.
 * The details tell of one event in ten, too. Decided by CPU: rates of runs that follow each other differ by more.
 */
export async function telemetryBench(context: BenchContext): Promise<BenchResult[]> {
  const form = context.short ? 'short' : 'full';
  const size = pipeSizes[form];
  await buildPrograms('bench', context.signal);
  const events = () => scanStream(seed, size.total);
  const off = await filledTopic(context, 'telemetry.off', size, events);
  const all = await filledTopic(context, 'telemetry.all', size, () => withTraces(events(), 1));
  const tenth = await filledTopic(context, 'telemetry.tenth', size, () => withTraces(events(), 10));
  const sink = await openSpanSink();
  try {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
    const sides = {
      all: { ...pipeSide(all, 'publish'), env },
      tenth: { ...pipeSide(tenth, 'publish'), env },
      off: pipeSide(off, 'publish'),
    };
    const figures = await measurePairs({ bench: 'telemetry', context, pairs: pairs[form], sides });
    if (sink.spans() === 0) throw new Error('telemetry: no span has arrived');
    const ratiosOf = (name: 'all' | 'tenth') => ({
      cpu: pairwise(figures.off, figures[name], cpuOf),
      rate: pairwise(figures[name], figures.off, rateOf),
    });
    const ratio = ratiosOf('all').cpu.median;
    return [
      {
        name: 'telemetry',
        unit: 'us CPU/event',
        ours: spreadOf(figures.all.map(cpuOf)),
        limit: spreadOf(figures.off.map(cpuOf)),
        ratioToLimit: rounded(ratio),
        goal: `>= ${goal} of without`,
        met: ratio >= goal,
        details: {
          ratios: ratiosOf('all'),
          ratiosOfOneInTen: ratiosOf('tenth'),
          spansReceived: sink.spans(),
          ours: detailsOf(figures.all, sides.all),
          oneInTen: detailsOf(figures.tenth, sides.tenth),
          limit: detailsOf(figures.off, sides.off),
        },
      },
    ];
  } finally {
    sink.close();
  }
}

/** The events, one in so many of them in a sampled trace of its own. */
function* withTraces(events: Iterable<ScanEvent>, oneIn: number): Generator<ScanEvent> {
  let index = 0;
  for (const event of events) {
    const trace = event.eventId.replaceAll('-', '');
    const isSampled = index % oneIn === 0;
    yield isSampled ? { ...event, traceparent: `00-${trace}-${trace.slice(0, 16)}-01` } : event;
    index += 1;
  }
}
