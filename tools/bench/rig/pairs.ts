import type { BenchContext } from '../bench.ts';
import type { Aged } from '../growth/aged-parcels.ts';
import type { PipeVariant } from '../participant.ts';
import { spreadOf } from '../report.ts';
import type { Effects } from './effects.ts';
import { programOf } from './programs.ts';
import { runParticipant } from './run-participant.ts';
import type { ParticipantFigures } from './run-participant.ts';
import { serversOf } from './servers.ts';

/** One of the two that are measured beside each other. */
export interface Side {
  /** The folder of its program in tools/bench, or the file, where it runs uncompiled. */
  readonly program: string;
  /** Which pipe it is; other programs have no variants. */
  readonly variant?: PipeVariant;
  readonly topicPrefix: string;
  readonly warmUp: number;
  readonly total: number;
  /** What it must leave behind, where it leaves anything; asked after each run. */
  readonly expected?: () => Effects;
  /** Rejects where it has left something else in its schema, which is not that of a pipe; asked after each run. */
  readonly check?: (databaseUrl: string, schema: string) => Promise<void>;
  /** A schema that stays from run to run, as does what it holds; each run has its own without one. */
  readonly schema?: string;
  /** What its tables hold before the first run, and when the first event happened after that. */
  readonly aged?: Aged;
  readonly since?: Date;
  /** Puts what the next run applies on its topic, where it is not there from the beginning. */
  readonly feed?: () => Promise<void>;
  /** How long a run may take, in ms; ten minutes by default. */
  readonly limitMs?: number;
  /** What its environment has beside ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of Node, where it is no pipe. */
  readonly flags?: readonly string[];
}

export interface Pairs<Name extends string> {
  readonly bench: string;
  readonly context: BenchContext;
  readonly pairs: number;
  /** Ours first: it is run once more before, and profiled. */
  readonly sides: Readonly<Record<Name, Side>>;
}

/** The figures of each side, in the order of the pairs. */
export type PairedFigures<Name extends string> = Readonly<Record<Name, readonly ParticipantFigures[]>>;

/**
 * Runs all sides in turn, now forwards, now backwards. Rejects when a run leaves other effects than
 * those expected, and where the CPU time of Kafka and Postgres cannot be read.
 */
export async function measurePairs<Name extends string>({
  bench,
  context: { stack, profileTo, signal, log },
  pairs,
  sides,
}: Pairs<Name>): Promise<PairedFigures<Name>> {
  const servers = serversOf(bench, stack);
  const names = Object.keys(sides) as Name[];
  const [ours = names[0]] = names;
  const run = async (name: Name, round: number): Promise<ParticipantFigures> => {
    const { program, feed, ...side } = sides[name];
    await feed?.();
    const participant = {
      main: programOf(program),
      brokers: stack.kafkaBrokers,
      databaseUrl: stack.databaseUrl,
      schema: `bench_${bench}_${name}_${round}`.replaceAll('-', '_'),
      ...side,
      stays: side.schema !== undefined,
      profileTo: name === ours && round > 0 ? profileTo : undefined,
      signal,
    };
    return runParticipant(participant, servers);
  };
  log(`${bench}: a round that does not count, while the servers make their first files`);
  if (ours) await run(ours, 0);
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    ParticipantFigures[]
  >;
  for (let pair = 1; pair <= pairs; pair += 1)
    for (const name of pair % 2 === 1 ? names : names.toReversed()) {
      const found = await run(name, pair);
      figures[name].push(found);
      log(`${bench}: pair ${pair}/${pairs}, ${name}: ${described(found)}; effects as expected`);
    }
  return figures;
}

const described = ({ cpu, eventsPerSecond }: ParticipantFigures): string =>
  `${cpu.all.toFixed(1)} us CPU/event (service ${cpu.by.service.toFixed(1)}, Postgres ${cpu.by.postgres.toFixed(1)}, ` +
  `Kafka ${cpu.by.kafka.toFixed(1)}), ${Math.round(eventsPerSecond)} events/s`;

/** What else is told of a side: CPU microseconds an event by process, and the rate. */
export const detailsOf = (figures: readonly ParticipantFigures[], { warmUp, total }: Side) => ({
  events: total - warmUp,
  cpu: {
    service: spreadOf(figures.map(({ cpu }) => cpu.by.service)),
    postgres: spreadOf(figures.map(({ cpu }) => cpu.by.postgres)),
    kafka: spreadOf(figures.map(({ cpu }) => cpu.by.kafka)),
  },
  eventsPerSecond: spreadOf(figures.map(({ eventsPerSecond }) => eventsPerSecond)),
});

/** What the values of one side are to those of the other, pair by pair. */
export const pairwise = (
  dividends: readonly ParticipantFigures[],
  divisors: readonly ParticipantFigures[],
  of: (figures: ParticipantFigures) => number,
) => spreadOf(dividends.map((dividend, pair) => of(dividend) / of(divisors[pair] ?? dividend)));

export const cpuOf = ({ cpu }: ParticipantFigures): number => cpu.all;
export const rateOf = ({ eventsPerSecond }: ParticipantFigures): number => eventsPerSecond;
