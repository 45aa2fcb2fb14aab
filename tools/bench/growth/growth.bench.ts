import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs, pairwise, rateOf } from '../rig/pairs.ts';
import { agedSide, mostActive, withAged } from './aged-side.ts';
import type { AgedSide } from './aged-side.ts';

const goal = 0.8;

/** Parcels in the tables, most first, and for each round the events until it is warm and in all. */
const scales = {
  full: {
    sizes: [10_000_000, 1_000_000, 100_000, 10_000],
    rounds: 3,
    events: { warmUp: 60_000, total: 120_000 },
  },
  short: { sizes: [100_000, 10_000], rounds: 1, events: { warmUp: 10_000, total: 30_000 } },
};

/**
 * Whether the pipe stays as fast while its tables grow: apply with many parcels, of which at most 200,000 are on their
 * way, beside the same with 10,000. Rounds of all sizes take turns on tables that stay. Decided by CPU.
 */
export async function growthBench(context: BenchContext): Promise<BenchResult[]> {
  const { sizes, rounds, events } = scales[context.short ? 'short' : 'full'];
  await buildPrograms('bench', context.signal);
  const sides: Record<string, AgedSide> = {};
  for (const parcels of sizes) {
    const name = `parcels_${parcels}`;
    sides[name] = await agedSide(context, 'growth', { name, parcels }, events);
  }
  const { found: figures, tables } = await withAged(context, sides, () =>
    measurePairs({ bench: 'growth', context, pairs: rounds, sides }),
  );
  const names = Object.keys(sides);
  const [most = [], fewest = []] = [names[0], names.at(-1)].map((name) => figures[name ?? '']);
  const ratios = { rate: pairwise(most, fewest, rateOf), cpu: pairwise(fewest, most, cpuOf) };
  return [
    {
      name: 'growth',
      unit: 'us CPU/event',
      ours: spreadOf(most.map(cpuOf)),
      limit: spreadOf(fewest.map(cpuOf)),
      ratioToLimit: rounded(ratios.cpu.median),
      goal: `>= ${goal} of that with ${sizes.at(-1)} parcels`,
      met: ratios.cpu.median >= goal,
      details: {
        ratios,
        mostActive,
        sizes: Object.entries(sides).map(([name, side]) => ({
          parcels: side.aged.parcels,
          all: spreadOf((figures[name] ?? []).map(cpuOf)),
          ...detailsOf(figures[name] ?? [], side),
          table: tables[name],
        })),
      },
    },
  ];
}
