import { scanStream } from '../../workload/scan-stream.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import type { BenchContext } from '../bench.ts';
import { seed } from '../participant.ts';
import type { PipeVariant } from '../participant.ts';
import { expectedEffects } from './effects.ts';
import type { Effects } from './effects.ts';
import { fillTopic } from './fill-topic.ts';
import type { Side } from './pairs.ts';

/** Records until a participant is warm, and in all. */
export interface Size {
  readonly warmUp: number;
  readonly total: number;
}

/** 120,000 events are 20,000 parcels. */
export const pipeSizes: Record<'full' | 'short', Size> = {
  full: { warmUp: 20_000, total: 120_000 },
  short: { warmUp: 8_000, total: 32_000 },
};

/** What stands on a topic, and what is there once it has been applied. */
export type Filled = Pick<Side, 'topicPrefix' | 'warmUp' | 'total'> & { readonly expected: () => Effects };

/** Puts a stream of scans on a topic of its own; a plain one as long as the size says, where none is given. */
export async function filledTopic(
  { stack, signal, log }: BenchContext,
  name: string,
  size: Size,
  events: () => Iterable<ScanEvent> = () => scanStream(seed, size.total),
): Promise<Filled> {
  const topicPrefix = `bench.${name}.`;
  log(`${name}: filling the topic with ${size.total} events`);
  await fillTopic(stack.kafkaBrokers, topicPrefix, events(), signal);
  const expected = expectedEffects(events());
  return { topicPrefix, ...size, expected: () => expected };
}

export const pipeSide = (filled: Filled, variant: PipeVariant): Side => ({
  ...filled,
  program: 'pipe',
  variant,
});
