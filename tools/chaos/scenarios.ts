import { Draws } from '../demo/random.ts';
import { failpoint } from './faults/failpoint.ts';
import type { Fault } from './faults/fault.ts';
import { kill, servers, services } from './faults/kill.ts';
import { pause } from './faults/pause.ts';
import type { Habits } from './ledger/shipment-of-scans.ts';

/** What goes wrong in one run: drawn from the run's seed. */
export interface Scenario {
  readonly habits: Habits;
  /** Struck one after the other, evenly over the sending. */
  faults(draws: Draws, run: number): Fault[];
}

/** Half of the scans twice, a third of them late, and every tenth record broken. */
const rough: Habits = { repeated: 0.5, late: 0.3, malformedEvery: 10 };

const oneOf = <T>(draws: Draws, values: readonly T[]): T =>
  values[Math.floor(draws.next() * values.length)] as T;

/** Where each failpoint is passed. */
const placesOf = {
  edge: ['edge.before_produce', 'edge.produced'],
  service: [
    'batch.before_begin',
    'batch.fenced',
    'batch.claimed',
    'batch.written',
    'batch.committed',
    'offsets.before_commit',
    'offsets.committed',
    'relay.read',
    'relay.sent',
    'relay.published',
    'relay.deleted',
  ],
} as const;

/** Longer than the group waits for a silent member, and than Postgres waits for an idle transaction. */
const pauseMs = 14_000;

export const scenarios: Readonly<Record<string, Scenario>> = {
  /** Nothing but rough carriers. */
  calm: { habits: rough, faults: () => [] },
  /** Any process, Kafka and Postgres among them, at any moment. */
  kills: {
    habits: rough,
    faults: (draws) => Array.from({ length: 4 }, () => kill(oneOf(draws, [...services, ...servers]))),
  },
  /** A process dies at a named place; the places take turns. */
  failpoints: {
    habits: rough,
    faults: (draws, run) => {
      const all = [
        ...placesOf.edge.map((at) => ({ targets: ['edge'] as const, at })),
        ...placesOf.service.map((at) => ({
          // The follower tells nothing: its relay comes by no place.
          targets: at.startsWith('relay.')
            ? (['parcels-1', 'parcels-2'] as const)
            : (['parcels-1', 'parcels-2', 'follower'] as const),
          at,
        })),
      ];
      return [0, 1].flatMap((nth) => {
        const place = all[(2 * run + nth) % all.length];
        const pass = 1 + Math.floor(draws.next() * 5);
        return place ? place.targets.map((target) => failpoint(target, place.at, pass)) : [];
      });
    },
  },
  /** A process stands still past its session, others take over, and it goes on where it was. */
  pauses: {
    habits: rough,
    faults: (draws) => [pause(oneOf(draws, ['parcels-1', 'parcels-2', 'follower'] as const), pauseMs)],
  },
};
