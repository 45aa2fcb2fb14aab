import type { Stack } from '../../stack/stack.ts';
import type { Rig } from '../rig.ts';

export interface FaultContext {
  readonly rig: Rig;
  readonly stack: Stack;
  readonly signal: AbortSignal;
}

/** Something that goes wrong while scans are being sent. */
export interface Fault {
  /** For the report: what, and on whom. */
  readonly what: string;
  /** Resolves when it is over, or has been handed to the process that it will happen to. */
  strike(context: FaultContext): Promise<void>;
}
