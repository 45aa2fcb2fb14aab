import type { BenchContext } from '../bench.ts';
import type { BenchResult } from '../report.ts';
import { againstBaseline } from '../rig/against-baseline.ts';

const goal = 60;

/** Durable apply of scans with exactly-once effect: fence, dedup, state row and outbox row, nothing published. */
export const applyBench = async (context: BenchContext): Promise<BenchResult[]> => [
  await againstBaseline('apply', 'apply', goal, context),
];
