import type { Stack } from '../../stack/stack.ts';
import type { Network } from '../network.ts';
import type { Rig } from '../rig.ts';
import type { SmallDisk } from './small-disk.ts';

export interface FaultContext {
  readonly rig: Rig;
  readonly stack: Stack;
  /** The lines between the rig and its servers. @throws in a scenario without lines of its own */
  readonly network: Network;
  /** The small disk under Postgres. @throws in a scenario that has prepared none */
  readonly disk: SmallDisk;
  /** Aborts when everything has settled: a fault that has not struck by then does not any more. */
  readonly signal: AbortSignal;
  /** Resolves when everything that has been sent has had its effects. */
  untilSettled(): Promise<void>;
  /** Sends the first so many scans of the run once more. */
  sendAgain(scans: number): Promise<void>;
  /** Reports what had to be seen and was not: the run is not clean then. */
  complain(what: string): void;
}

/** Something that goes wrong while scans are being sent. */
export interface Fault {
  /** For the report: what, and on whom. */
  readonly what: string;
  /** Nothing more is sent until it is over. */
  readonly halts?: boolean;
  /** Resolves when it is over, to whether it struck at all. */
  strike(context: FaultContext): Promise<boolean>;
}

/** Faults that strike at once, as one. */
export const together = (what: string, faults: readonly Fault[]): Fault => ({
  what,
  strike: async (context) =>
    (await Promise.all(faults.map((fault) => fault.strike(context)))).some((struck) => struck),
});
