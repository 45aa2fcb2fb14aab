import { ensureBuilt } from '../../stack/build.ts';
import type { BenchContext } from '../bench.ts';
import { figuresOf } from '../detector/figures-of.ts';
import { withSchema } from '../detector/with-schema.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { serversOf } from '../rig/servers.ts';
import type { PollsFigures, PollsSettings, ScheduledFigures } from './polls.settings.ts';

/** Polls a second of CPU, ours and Postgres' together. */
const goal = 100_000;
const limitMs = 900_000;

const sizes = {
  full: { rounds: 5, aging: 5, numbers: 100_000, polls: { ours: 200_000, baseline: 4_000 } },
  short: { rounds: 1, aging: 3, numbers: 10_000, polls: { ours: 20_000, baseline: 500 } },
};

/**
 * What it costs to schedule polls. One poll is a number that is due, is taken in a call of up to 40 within its carrier's limits,
 * and is due again as its stage, its silence and what came of the call want it; the call itself is not made. Of the calls
 * 2 % fail, of the answers 8 % are news; how numbers lie in groups is what has become of them in many rounds. At the end of a round
 * all numbers must be due when they should be. Beside a worker that takes them one by one, all of them unchanged. What it
 * costs that half of the news make a parcel go on to another stage is told apart: that is the cost of events.
 */
export async function pollsBench(context: BenchContext): Promise<BenchResult[]> {
  const { stack, signal, short } = context;
  await ensureBuilt(signal);
  const { postgres } = serversOf('polls', stack);
  const size = sizes[short ? 'short' : 'full'];
  const { ours, baseline } = await withSchema(context, 'polls', 'due', (settings) =>
    figuresOf<PollsFigures>(context, {
      main: 'polls/schedule.main.ts',
      settings: { ...settings, ...size, postgres } satisfies PollsSettings,
      profiled: true,
      limitMs,
    }),
  );
  const perCpuSecond = ({ service, postgres: database }: ScheduledFigures): number =>
    1e6 / (service + database);
  const ratios = spreadOf(ours.map((one, round) => perCpuSecond(one) / perCpuSecond(baseline[round] ?? one)));
  const rate = spreadOf(ours.map(perCpuSecond));
  const detailsOf = (of: readonly ScheduledFigures[]) => ({
    cpu: {
      service: spreadOf(of.map(({ service }) => service)),
      postgres: spreadOf(of.map(({ postgres: database }) => database)),
    },
    perSecond: spreadOf(of.map(({ perSecond }) => perSecond)),
    perCall: spreadOf(of.map(({ perCall }) => perCall)),
  });
  return [
    {
      name: 'polls',
      unit: 'polls/s of CPU',
      ours: rate,
      baseline: spreadOf(baseline.map(perCpuSecond)),
      ratioToBaseline: rounded(ratios.median),
      goal: `>= ${goal}/s of CPU`,
      met: rate.median >= goal,
      details: {
        ratios,
        polls: size.polls,
        ours: detailsOf(ours),
        restaged: spreadOf(
          ours.flatMap(({ restaged }) => (restaged ? restaged.service + restaged.postgres : [])),
        ),
        baseline: detailsOf(baseline),
      },
    },
  ];
}
