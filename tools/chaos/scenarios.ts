import type { Failpoint } from '@landfall/messaging';
import type { Draws } from '../demo/random.ts';
import type { Fault } from './faults/fault.ts';
import { keepers, kill, killAt, servers, services, type Service } from './faults/kill.ts';
import { pauseAt } from './faults/pause.ts';
import type { Habits } from './ledger/shipment-of-scans.ts';

/** What goes wrong in one run: drawn from the run's seed. */
export interface Scenario {
  readonly habits: Habits;
  /** Struck in their order, evenly over the sending. */
  faults(draws: Draws, run: number): Fault[];
  /** Runs in which a fence must have been seen to refuse a process that had lost its partitions. */
  mustRefuse?(run: number): boolean;
}

/** Half of the scans twice, a third of them late, and every tenth record broken, and some that Postgres refuses. */
const rough: Habits = { repeated: 0.5, late: 0.3, malformedEvery: 10, poisonEvery: 97 };

const oneOf = <T>(draws: Draws, values: readonly T[]): T =>
  values[Math.floor(draws.next() * values.length)] as T;

const everyService = [...keepers, 'follower'] as const;
/** Who comes by each place: the follower tells nothing, so its relay comes by none. */
const comingBy: Readonly<Record<Failpoint, readonly Service[]>> = {
  'edge.before_produce': ['edge'],
  'edge.produced': ['edge'],
  'batch.before_begin': everyService,
  'batch.fenced': everyService,
  'batch.claimed': everyService,
  'batch.written': everyService,
  'batch.committed': everyService,
  'offsets.before_commit': everyService,
  'offsets.committed': everyService,
  'relay.read': keepers,
  'relay.published': keepers,
  'relay.deleted': keepers,
};
const placesToDie = Object.entries(comingBy) as [Failpoint, readonly Service[]][];
/** Where a process that stands still holds something that others need. */
const placesToPause = [
  'batch.before_begin',
  'batch.fenced',
  'batch.claimed',
  'batch.written',
  'relay.read',
  'relay.published',
] as const satisfies readonly Failpoint[];
const placeToPause = (run: number) => placesToPause[run % placesToPause.length] ?? placesToPause[0];

const highestPass = 3;
const passOf = (draws: Draws): number => 1 + Math.floor(draws.next() * highestPass);

export const scenarios: Readonly<Record<string, Scenario>> = {
  /** Nothing but rough carriers. */
  calm: { habits: rough, faults: () => [] },
  /** Any process, Kafka and Postgres among them, at any moment. */
  kills: {
    habits: rough,
    faults: (draws) => Array.from({ length: 4 }, () => kill(oneOf(draws, [...services, ...servers]))),
  },
  /** Whoever comes by a named place dies there; a run takes two places, the runs take turns. */
  failpoints: {
    habits: rough,
    faults: (draws, run) =>
      [0, 1].flatMap((nth) => {
        const place = placesToDie[(2 * run + nth) % placesToDie.length];
        return place ? place[1].map((who) => killAt(who, place[0], passOf(draws))) : [];
      }),
  },
  /** A keeper stands still at a named place past its session, the other takes over, and it goes on where it was. */
  zombies: {
    habits: rough,
    faults: (draws, run) => keepers.slice(0, 1).map((who) => pauseAt(who, placeToPause(run), passOf(draws))),
    // Inside its transaction it is Postgres that ends what stands still.
    mustRefuse: (run) => placeToPause(run) === 'batch.before_begin',
  },
};
