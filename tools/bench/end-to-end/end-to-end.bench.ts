import type { BenchContext } from '../bench.ts';
import { countAnew } from '../profile/tell-statements.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { analyse } from '../rig/analyse.ts';
import { startBaselinePipe } from './baseline-pipe.ts';
import { startOurPipe } from './our-pipe.ts';
import { withOwnDatabase } from './own-database.ts';
import { ParcelScans } from './parcel-scans.ts';
import { pushThrough, type ThroughFigures } from './push-through.ts';
import type { RunningPipe } from './running-pipe.ts';

const goals = { micros: 230, ratio: 25 };

/** Parcels of each side, and scans of each parcel to warm up and in each window. */
const sizes = {
  full: {
    windows: 3,
    ours: { parcels: 4_000, warmUp: 4, scans: 5 },
    baseline: { parcels: 500, warmUp: 3, scans: 4 },
  },
  short: {
    windows: 1,
    ours: { parcels: 1_000, warmUp: 1, scans: 3 },
    baseline: { parcels: 100, warmUp: 1, scans: 2 },
  },
};

/** Scans are of the last hour: older ones would be of parcels that have stalled. */
const sinceFirstScanMs = 60 * 60_000;

type Side = 'ours' | 'baseline';

/**
 * From a scan's request until its parcel's state is visible: CPU of all processes per scan. Ours: batches of 500 to the
 * gateway, every service running; visible when `parcel.state_changed` is received, by when carrier-tracking has kept and
 * told the scan and exception-detection has folded it, judged its rules and published. The baseline: see
 * `startBaselinePipe`; visible when its transaction has been committed. One after the other on the
 * same servers: services that idle would add their polling to the other side. All effects are checked.
 */
export async function endToEndBench(context: BenchContext): Promise<BenchResult[]> {
  const { short, signal, log: tell } = context;
  const log = (line: string): void => tell(`end-to-end: ${line}`);
  const { windows, ...sides } = short ? sizes.short : sizes.full;
  const stack = await withOwnDatabase(context.stack, 'bench_end_to_end');
  const run = async (side: Side, start: () => Promise<RunningPipe>): Promise<SideFigures> => {
    log(`starting ${side}`);
    const pipe = await start();
    try {
      const scans = new ParcelScans(pipe.parcels, Date.now() - sinceFirstScanMs);
      const push = (rounds: number): Promise<ThroughFigures> =>
        pushThrough(pipe, scans, rounds * scans.parcels, signal);
      log(`${side} warms up`);
      await push(sides[side].warmUp);
      await analyse(stack.databaseUrl);
      if (context.profileTo) await countAnew(context.stack.databaseUrl);
      const found: ThroughFigures[] = [];
      for (let window = 1; window <= windows; window += 1) {
        const figures = await push(sides[side].scans);
        found.push(figures);
        log(`${side}, ${window}/${windows}: ${described(figures)}`);
      }
      const effects = await pipe.requireEffects(scans);
      log(`${side}: all effects are there, once`);
      return { windows: found, effects };
    } finally {
      await pipe.stop();
    }
  };
  const baseline = await run('baseline', () =>
    startBaselinePipe(context, {
      stack,
      topicPrefix: 'bench.end-to-end-baseline.',
      schema: 'bench_end_to_end',
      parcels: sides.baseline.parcels,
    }),
  );
  const ours = await run('ours', () =>
    startOurPipe(
      { ...context, log },
      { stack, topicPrefix: 'bench.end-to-end.', parcels: sides.ours.parcels },
    ),
  );
  return [resultOf(ours, baseline)];
}

interface SideFigures {
  readonly windows: readonly ThroughFigures[];
  readonly effects: object;
}

const described = ({ cpu, perSecond, takenPerSecond }: ThroughFigures): string =>
  `${cpu.all.toFixed(0)} us CPU/event (${Object.entries(cpu.by)
    .map(([name, micros]) => `${name} ${micros.toFixed(0)}`)
    .join(', ')}), ${Math.round(perSecond)} events/s, taken at ${Math.round(takenPerSecond)}/s`;

function resultOf(ours: SideFigures, baseline: SideFigures): BenchResult {
  const micros = ({ windows }: SideFigures): number[] => windows.map(({ cpu }) => cpu.all);
  const own = spreadOf(micros(ours));
  const other = spreadOf(micros(baseline));
  const ratio = other.median / own.median;
  return {
    name: 'end-to-end',
    unit: 'us CPU/event',
    ours: own,
    baseline: other,
    ratioToBaseline: rounded(ratio),
    goal: `<= ${goals.micros} us and >= ${goals.ratio} x baseline`,
    met: own.median <= goals.micros && ratio >= goals.ratio,
    details: { ours: detailsOf(ours), baseline: detailsOf(baseline) },
  };
}

const detailsOf = ({ windows, effects }: SideFigures) => ({
  cpu: Object.fromEntries(
    Object.keys(windows[0]?.cpu.by ?? {}).map((name) => [
      name,
      spreadOf(windows.map(({ cpu }) => cpu.by[name] ?? Number.NaN)),
    ]),
  ),
  eventsPerSecond: spreadOf(windows.map(({ perSecond }) => perSecond)),
  takenPerSecond: spreadOf(windows.map(({ takenPerSecond }) => takenPerSecond)),
  effects,
});
