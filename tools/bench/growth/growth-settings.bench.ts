import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { cpuOf, detailsOf, measurePairs, pairwise } from '../rig/pairs.ts';
import { agedSide, withAged } from './aged-side.ts';
import type { AgedSide } from './aged-side.ts';

/** What the cheapest settings must need at least of what those kept do: else they should be kept. */
const goal = 0.95;
const kept = 'kept';

/** Storage parameters of the table of parcels; the kept table has Postgres' own. */
const settings: Readonly<Record<string, string>> = {
  [kept]: '',
  fill_85: 'fillfactor = 85',
  fill_70: 'fillfactor = 70',
  vacuum_early: 'autovacuum_vacuum_scale_factor = 0.01',
  vacuum_never: 'autovacuum_enabled = off',
};

const scales = {
  full: { parcels: 1_000_000, rounds: 3, events: { warmUp: 40_000, total: 120_000 } },
  short: { parcels: 10_000, rounds: 1, events: { warmUp: 10_000, total: 30_000 } },
};

/** Apply on tables of a million parcels that differ in how full their pages are, and in when they are vacuumed. */
export async function growthSettingsBench(context: BenchContext): Promise<BenchResult[]> {
  const { parcels, rounds, events } = scales[context.short ? 'short' : 'full'];
  await buildPrograms('bench', context.signal);
  const sides: Record<string, AgedSide> = {};
  for (const [name, storage] of Object.entries(settings))
    sides[name] = await agedSide(context, 'growth_settings', { name, parcels, storage }, events);
  const { found: figures, tables } = await withAged(context, sides, () =>
    measurePairs({ bench: 'growth-settings', context, pairs: rounds, sides }),
  );
  const of = (name: string) => figures[name] ?? [];
  const compared = Object.entries(sides).map(([name, side]) => ({
    settings: settings[name],
    all: spreadOf(of(name).map(cpuOf)),
    ratio: pairwise(of(name), of(kept), cpuOf),
    ...detailsOf(of(name), side),
    table: tables[name],
  }));
  const [cheapest] = compared.toSorted((one, other) => one.ratio.median - other.ratio.median);
  if (!cheapest) throw new Error('unreachable: there are settings');
  return [
    {
      name: 'growth-settings',
      unit: 'us CPU/event',
      ours: spreadOf(of(kept).map(cpuOf)),
      limit: cheapest.all,
      ratioToLimit: rounded(cheapest.ratio.median),
      goal: `no settings need < ${goal} of it`,
      met: cheapest.ratio.median >= goal,
      details: { parcels, compared },
    },
  ];
}
