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

const batchPlaces = [
  'batch.before_begin',
  'batch.fenced',
  'batch.claimed',
  'batch.written',
  'batch.committed',
  'offsets.before_commit',
  'offsets.committed',
] as const;
const relayPlaces = ['relay.read', 'relay.sent', 'relay.published', 'relay.deleted'] as const;

/** Every place with those who come by: the follower tells nothing, so its relay comes by none. */
const placesToDie: readonly { at: string; who: readonly Service[] }[] = [
  ...['edge.before_produce', 'edge.produced'].map((at) => ({ at, who: ['edge'] as const })),
  ...batchPlaces.map((at) => ({ at, who: [...keepers, 'follower'] as const })),
  ...relayPlaces.map((at) => ({ at, who: keepers })),
];
/** Where a process that stands still holds something that others need. */
const placesToPause = [
  'batch.before_begin',
  'batch.fenced',
  'batch.claimed',
  'batch.written',
  'relay.read',
  'relay.sent',
  'relay.published',
] as const;
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
        return place ? place.who.map((who) => killAt(who, place.at, passOf(draws))) : [];
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
