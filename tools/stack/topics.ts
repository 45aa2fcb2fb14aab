import { topicConfigs } from '@landfall/contracts';
import { Kafka, logLevel } from 'kafkajs';

/** Creates the topics of the contracts that the cluster lacks. Rejects when Kafka refuses one. */
export async function createTopics(kafkaBrokers: string, prefix = ''): Promise<void> {
  const admin = new Kafka({
    clientId: 'landfall-topics',
    brokers: kafkaBrokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 10, initialRetryTime: 100, maxRetryTime: 1_000 },
  }).admin();
  await admin.connect();
  try {
    await admin.createTopics({ topics: topicConfigs({ prefix }), waitForLeaders: true });
  } finally {
    await admin.disconnect();
  }
}
