import type { BenchContext } from '../bench.ts';
import type { BenchResult } from '../report.ts';
import { againstBaseline } from '../rig/against-baseline.ts';

const goal = 50;
const goalMicros = 95;

/**
 * Apply as it is in a service: the relay publishes what is told. Measured until everything is committed and the
 * outbox empty, while the baseline never publishes what it writes; every message must stand on its topic once.
 */
export async function publishBench(context: BenchContext): Promise<BenchResult[]> {
  const publish = await againstBaseline('publish', 'publish', goal, context);
  const { ours, unit } = publish;
  return [
    publish,
    {
      name: 'publish-cpu',
      unit,
      ours,
      goal: `<= ${goalMicros} us`,
      met: ours.median <= goalMicros,
      details: { of: 'publish' },
    },
  ];
}
