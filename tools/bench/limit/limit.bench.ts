import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import type { BenchResult } from '../report.ts';
import { againstLimit } from '../rig/against-limit.ts';
import { filledTopic, pipeSide, pipeSizes } from '../rig/sides.ts';

const goal = 0.4;

/**
 * Apply beside the fastest way to write the rows that it writes: COPY, a thousand events a transaction, from memory,
 * with the same keys and indexes. A COPY can neither see repeats nor change a row, so each state of a parcel that a
 * batch leaves is a row of its own there, and it knows of no fence.
 */
export async function limitBench(context: BenchContext): Promise<BenchResult[]> {
  const filled = await filledTopic(context, 'limit', pipeSizes[context.short ? 'short' : 'full']);
  await buildPrograms('bench', context.signal);
  const ours = pipeSide(filled, 'apply');
  const limit = { ...filled, program: 'limit' };
  return [await againstLimit({ bench: 'limit', context, ours, limit, by: 'rate', goal })];
}
