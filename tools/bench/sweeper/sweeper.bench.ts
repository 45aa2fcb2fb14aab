import { join } from 'node:path';
import { ensureBuilt } from '../../stack/build.ts';
import { stateDir } from '../../stack/repository.ts';
import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { figuresOf } from '../detector/figures-of.ts';
import { withSchema } from '../detector/with-schema.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { serversOf } from '../rig/servers.ts';
import type { IdleFigures, IdleSettings } from './idle.settings.ts';
import type { SweepFigures, SweepSettings, SweptFigures } from './sweep.settings.ts';

/** Due times a second; and what a look among few parcels needs of one among many. */
const goals = { quiet: 50_000, opening: 5_000, idle: 0.8 };
/** From the root of an index to its first leaf, and the row there. */
const mostPages = 6;
const limitMs = 900_000;

const sizes = {
  full: {
    rounds: 3,
    ours: 50_000,
    baseline: 4_000,
    idle: { many: 1_000_000, few: 10_000, rounds: 5, looks: 1_000 },
  },
  short: {
    rounds: 1,
    ours: 5_000,
    baseline: 500,
    idle: { many: 50_000, few: 5_000, rounds: 1, looks: 100 },
  },
};

const programs = {
  ours: 'sweeper/sweep.main.ts',
  baseline: join(stateDir, 'bench', 'bench', 'baseline', 'sweep.main.js'),
} as const;
type SideName = keyof typeof programs;

/** What due times cost: those at which nothing has happened, those at which something opens, and none at all. */
export async function sweeperBench(context: BenchContext): Promise<BenchResult[]> {
  await ensureBuilt(context.signal);
  await buildPrograms('bench', context.signal);
  const { swept, parcels } = await sweeps(context);
  return [
    sweptResult('quiet', swept, parcels),
    sweptResult('opening', swept, parcels),
    await idleResult(context),
  ];
}

type Swept = Record<SideName, SweepFigures[]>;

/**
 * Sweeps of parcels that are all due at one instant: ours are those of exception-detection, by its sweeper, with its outbox
 * and the relay; the baseline is a job that looks up what is due and saves each with TypeORM in a transaction.
 */
async function sweeps(context: BenchContext): Promise<{ swept: Swept; parcels: Record<SideName, number> }> {
  const { stack, short, log } = context;
  const { rounds, ours, baseline } = sizes[short ? 'short' : 'full'];
  const parcels = { ours, baseline };
  const servers = serversOf('sweeper', stack);
  const swept: Swept = { ours: [], baseline: [] };
  const names = Object.keys(programs) as SideName[];
  for (let round = 1; round <= rounds; round += 1)
    for (const name of round % 2 === 1 ? names : names.toReversed()) {
      const found = await withSchema(context, 'sweeper', `${name}_${round}`, (settings) =>
        figuresOf<SweepFigures>(context, {
          main: programs[name],
          settings: { ...settings, servers, parcels: parcels[name] } satisfies SweepSettings,
          profiled: name === 'ours',
          limitMs,
        }),
      );
      swept[name].push(found);
      log(
        `sweeper: round ${round}/${rounds}, ${name}: ${described('quiet', found)}, ${described('opening', found)}; as expected`,
      );
    }
  return { swept, parcels };
}

const described = (kind: keyof SweepFigures, figures: SweepFigures): string =>
  `${kind} ${Math.round(figures[kind].perSecond)}/s (${Object.entries(figures[kind].cpu)
    .map(([name, micros]) => `${name} ${micros.toFixed(0)}`)
    .join(', ')} us CPU)`;

function sweptResult(
  kind: 'quiet' | 'opening',
  swept: Swept,
  parcels: Record<SideName, number>,
): BenchResult {
  const of = (name: SideName): SweptFigures[] => swept[name].map((figures) => figures[kind]);
  const rates = (name: SideName): number[] => of(name).map(({ perSecond }) => perSecond);
  const ratios = spreadOf(rates('ours').map((rate, pair) => rate / (rates('baseline')[pair] ?? rate)));
  const ours = spreadOf(rates('ours'));
  const detailsOf = (name: SideName) => ({
    parcels: parcels[name],
    messages: of(name)[0]?.messages,
    cpu: {
      service: spreadOf(of(name).map(({ cpu }) => cpu.service)),
      postgres: spreadOf(of(name).map(({ cpu }) => cpu.postgres)),
      kafka: spreadOf(of(name).map(({ cpu }) => cpu.kafka)),
    },
  });
  return {
    name: `sweeper-${kind}`,
    unit: 'due times/s',
    ours,
    baseline: spreadOf(rates('baseline')),
    ratioToBaseline: rounded(ratios.median),
    goal: `>= ${goals[kind]}/s`,
    met: ours.median >= goals[kind],
    details: { ratios, ours: detailsOf('ours'), baseline: detailsOf('baseline') },
  };
}

/** The sweeper's looks for what is due where nothing is, in a table of many parcels on their way and in one of few, in turn. */
async function idleResult(context: BenchContext): Promise<BenchResult> {
  const { many, few, rounds, looks } = sizes[context.short ? 'short' : 'full'].idle;
  const servers = serversOf('sweeper', context.stack);
  const [ours, limit] = await withSchema(context, 'sweeper', 'many', (manySide) =>
    withSchema(context, 'sweeper', 'few', (fewSide) =>
      figuresOf<IdleFigures>(context, {
        main: 'sweeper/idle.main.ts',
        settings: {
          sides: [
            { ...manySide, parcels: many },
            { ...fewSide, parcels: few },
          ],
          servers,
          rounds,
          looks,
        } satisfies IdleSettings,
        limitMs,
      }),
    ),
  );
  if (!ours || !limit) throw new Error('unreachable: both sides have figures');
  if (ours.pages > mostPages) throw new Error(`a look reads ${ours.pages} pages of ${many} parcels`);
  const ratios = spreadOf(ours.micros.map((micros, round) => (limit.micros[round] ?? micros) / micros));
  const detailsOf = ({ parcels, millis, pages }: IdleFigures[number]) => ({
    parcels,
    millis: spreadOf(millis),
    pages: rounded(pages),
  });
  return {
    name: 'sweeper-idle',
    unit: 'us CPU/look',
    ours: spreadOf(ours.micros),
    limit: spreadOf(limit.micros),
    ratioToLimit: rounded(ratios.median),
    goal: `>= ${goals.idle} of that with ${few} parcels`,
    met: ratios.median >= goals.idle,
    details: { ratios, ours: detailsOf(ours), limit: detailsOf(limit) },
  };
}
