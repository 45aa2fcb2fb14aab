import { ensureBuilt } from '../../stack/build.ts';
import type { BenchContext } from '../bench.ts';
import { figuresOf } from '../detector/figures-of.ts';
import { withSchema } from '../detector/with-schema.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { serversOf } from '../rig/servers.ts';
import type { LearningFigures, LearningSettings } from './learning.settings.ts';
import type { Measured } from './measured.ts';

/** Seconds for 5,000 routes. */
const goal = 10;
const limitMs = 1_800_000;

const sizes = {
  full: { merchants: 5, lanes: 50, rounds: 3 },
  short: { merchants: 2, lanes: 5, rounds: 1 },
};

/**
 * How long it takes until all lanes have new models, by exception-detection's sweeper: counts of 90 days, a parcel a route and
 * day, are read, learned from and stored as distributions of 5,000 routes, their providers and lanes. Beside the
 * percentiles that a database takes from a table of the same stays, which know nothing of parcels still there, of days
 * that count less, or of what lies behind the last parcel.
 */
export async function learningBench(context: BenchContext): Promise<BenchResult[]> {
  const { stack, signal, short } = context;
  await ensureBuilt(signal);
  const servers = serversOf('learning', stack);
  const found = await withSchema(context, 'learning', 'lanes', (settings) =>
    figuresOf<LearningFigures>(context, {
      main: 'learning/refresh.main.ts',
      settings: {
        ...settings,
        ...sizes[short ? 'short' : 'full'],
        servers,
      } satisfies LearningSettings,
      profiled: true,
      limitMs,
    }),
  );
  const { ours, baseline, routes, rows, stays } = found;
  const seconds = spreadOf(ours.map((one) => one.seconds));
  const ratios = spreadOf(ours.map((one, pair) => (baseline[pair] ?? one).seconds / one.seconds));
  const cpuOf = (of: readonly Measured[]) => ({
    service: spreadOf(of.map(({ cpu }) => cpu.service)),
    postgres: spreadOf(of.map(({ cpu }) => cpu.postgres)),
  });
  return [
    {
      name: 'learning',
      unit: 's',
      ours: seconds,
      baseline: spreadOf(baseline.map((one) => one.seconds)),
      ratioToBaseline: rounded(ratios.median),
      goal: `<= ${goal} s for 5,000 routes`,
      met: seconds.median <= (goal * routes) / 5_000,
      details: {
        ratios,
        routes,
        rows,
        stays,
        ours: {
          busySeconds: spreadOf(ours.map((one) => one.busySeconds)),
          sweeps: ours[0]?.sweeps,
          readSeconds: spreadOf(ours.map((one) => one.readSeconds)),
          cpu: cpuOf(ours),
        },
        baseline: { cpu: cpuOf(baseline) },
      },
    },
  ];
}
