import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import type { BenchResult } from '../report.ts';
import { againstLimit } from '../rig/against-limit.ts';
import { MessageTally } from '../rig/effects.ts';
import { filledTopic, pipeSide, pipeSizes } from '../rig/sides.ts';

const goal = 0.75;

/**
 * What exactly once costs: apply beside the same processor and handler with dedup and state alone, which asks for no
 * fence, moves none and tells nobody. Decided by CPU: rates of runs that follow each other differ by more than the price.
 */
export async function exactlyOnceBench(context: BenchContext): Promise<BenchResult[]> {
  const filled = await filledTopic(context, 'exactly-once', pipeSizes[context.short ? 'short' : 'full']);
  await buildPrograms('bench', context.signal);
  const expected = { ...filled.expected(), ...new MessageTally().figures };
  const ours = pipeSide(filled, 'apply');
  const limit = pipeSide({ ...filled, expected: () => expected }, 'dedup-and-state');
  return [await againstLimit({ bench: 'exactly-once', context, ours, limit, by: 'cpu', goal })];
}
