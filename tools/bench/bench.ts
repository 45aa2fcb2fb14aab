import type { Stack } from '../stack/stack.ts';
import type { BenchResult } from './report.ts';

/** What every benchmark gets. */
export interface BenchContext {
  readonly stack: Stack;
  /** Fewer events and one run, to see that it works. */
  readonly short: boolean;
  /** Where our measured processes leave CPU profiles, if they shall. */
  readonly profileTo: string | undefined;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Measures; rejects when what it measured is not right. */
export type Bench = (context: BenchContext) => Promise<BenchResult[]>;
