import { createTopics } from '../../stack/topics.ts';
import type { BenchContext } from '../bench.ts';
import { dropSchema, roleUrl } from '../rig/run-participant.ts';
import type { DetectorSettings } from './settings.ts';

/** Works with a schema of its own, which is dropped afterwards, and with topics that all schemas of the bench share. */
export async function withSchema<T>(
  { stack: { kafkaBrokers, databaseUrl } }: BenchContext,
  bench: string,
  name: string,
  work: (settings: DetectorSettings) => Promise<T>,
): Promise<T> {
  const schema = `bench_${bench}_${name}`;
  const topicPrefix = `bench.${bench}.`;
  await createTopics(kafkaBrokers, topicPrefix);
  try {
    return await work({
      brokers: kafkaBrokers,
      adminUrl: databaseUrl,
      databaseUrl: roleUrl(databaseUrl, schema),
      schema,
      topicPrefix,
    });
  } finally {
    await dropSchema(databaseUrl, schema);
  }
}
