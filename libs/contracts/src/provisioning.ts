import { topicRegistry } from './registry.ts';

const days = 24 * 60 * 60 * 1000;

/** Partitions of every topic; keys stay where they are only while this number stays. */
export const partitionCount = 12;

export interface TopicConfig {
  topic: string;
  numPartitions: number;
  configEntries: { name: string; value: string }[];
}

/**
 * What an admin client must create, one entry a topic.
 * Times are the log's own (LogAppendTime): a replay of past years must not expire at once.
 */
export const topicConfigs = ({ prefix = '', partitions = partitionCount } = {}): TopicConfig[] =>
  topicRegistry.map((topic) => ({
    topic: prefix + topic.name,
    numPartitions: partitions,
    configEntries: [
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
      { name: 'cleanup.policy', value: topic.cleanup },
      ...(topic.cleanup === 'delete' ? [{ name: 'retention.ms', value: String(30 * days) }] : []),
    ],
  }));
