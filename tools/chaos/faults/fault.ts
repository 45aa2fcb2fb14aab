import type { Stack } from '../../stack/stack.ts';
import type { Rig } from '../rig.ts';

export interface FaultContext {
  readonly rig: Rig;
  readonly stack: Stack;
  /** Aborts when everything has settled: a fault that has not struck by then does not any more. */
  readonly signal: AbortSignal;
}

/** Something that goes wrong while scans are being sent. */
export interface Fault {
  /** For the report: what, and on whom. */
  readonly what: string;
  /** Resolves when it is over, to whether it struck at all. */
  strike(context: FaultContext): Promise<boolean>;
}
