import type { Draws } from '../../demo/random.ts';
import type { Stack } from '../../stack/stack.ts';
import type { MountedDisk } from '../faults/disk-faults.ts';
import type { Fault } from '../faults/fault.ts';
import type { Habits } from '../ledger/shipment-of-scans.ts';
import type { Seen } from '../watch.ts';

/** What goes wrong in one run: drawn from the run's seed. */
export interface Scenario {
  readonly habits: Habits;
  /** Struck in their order, evenly over the sending. */
  faults(draws: Draws, run: number): Fault[];
  /** So many seconds are taken for the sending at least; without it scans go out as fast as they are taken. */
  readonly lasts?: number;
  /** Names of those that keep parcels, instead of the usual two. */
  readonly keepers?: readonly string[];
  /** Keepers also count scans in rows that they share. */
  readonly counting?: boolean;
  /** Runs in which a fence must have been seen to refuse a process that had lost its partitions. */
  mustRefuse?(run: number): boolean;
  /** So many times the scans of the other scenarios. */
  readonly load?: number;
  /** Each process has lines of its own to Kafka and Postgres, and each must be back in the end. */
  readonly network?: boolean;
  /** Why it cannot be played on this machine; undefined when it can. */
  impossible?(): string | undefined;
  /** Puts a small disk under Postgres before the rig starts. */
  prepare?(stack: Stack, run: number): Promise<MountedDisk>;
  /** What is wrong with what was seen from outside; undefined when nothing is. */
  objection?(seen: Seen & { readonly ends: number }): string | undefined;
}

/** Half of the scans twice, a third of them late, and every tenth record broken, and some that Postgres refuses. */
export const rough: Habits = { repeated: 0.5, late: 0.3, malformedEvery: 10, poisonEvery: 97 };

export const oneOf = <T>(draws: Draws, values: readonly T[]): T =>
  values[Math.floor(draws.next() * values.length)] as T;

const highestPass = 3;
/** At which of the first times that a process comes by a place something happens. */
export const passOf = (draws: Draws): number => 1 + Math.floor(draws.next() * highestPass);
