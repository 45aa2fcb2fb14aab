import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { seed } from '../participant.ts';
import type { BenchResult } from '../report.ts';
import { againstLimit } from '../rig/against-limit.ts';
import { expectedEffects } from '../rig/effects.ts';
import { filledTopic, pipeSide, pipeSizes } from '../rig/sides.ts';
import { scanStream } from '../../workload/scan-stream.ts';
import { everyEventTwice } from './every-event-twice.ts';

const goal = 0.9;

/** Records a second when half of them are repeats, beside none; those are dropped by the dedup, after all was read. */
export async function duplicatesBench(context: BenchContext): Promise<BenchResult[]> {
  const size = pipeSizes[context.short ? 'short' : 'full'];
  await buildPrograms('bench', context.signal);
  const events = () => scanStream(seed, size.total / 2);
  const expected = expectedEffects(events());
  const half = {
    ...(await filledTopic(context, 'duplicates.half', size, () => everyEventTwice(events(), seed))),
    expected: () => expected,
  };
  const none = await filledTopic(context, 'duplicates.none', size);
  const sides = { ours: pipeSide(half, 'apply'), limit: pipeSide(none, 'apply') };
  return [await againstLimit({ bench: 'duplicates', context, ...sides, by: 'rate', goal })];
}
