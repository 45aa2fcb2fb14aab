import type { TSchema } from 'typebox';
import { partitionCount } from './provisioning.ts';
import { topicRegistry } from './registry.ts';
import type { TopicDefinition } from './topic.ts';

const headers = {
  type: 'object',
  required: ['ce_id', 'ce_type', 'ce_source', 'ce_specversion', 'ce_time', 'ce_subject', 'ce_version'],
  properties: {
    ce_specversion: { const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'UUIDv5 of type, subject and version' },
    ce_type: { type: 'string' },
    ce_source: { type: 'string', description: 'the service that tells' },
    ce_subject: { type: 'string', description: 'the record key' },
    ce_time: { type: 'string', format: 'date-time', description: 'the injected clock' },
    ce_version: { type: 'string', description: "the subject's version; ignore a version that you have" },
    ce_merchantid: { type: 'string', format: 'uuid' },
    'content-type': { const: 'application/json' },
    traceparent: { type: 'string' },
    tracestate: { type: 'string' },
  },
};

const pascal = (name: string) =>
  name.replace(/(^|[._-])(\w)/g, (_, __, letter: string) => letter.toUpperCase());
const channelId = (topic: TopicDefinition) => topic.name.replace(/^landfall\./, '').replaceAll('.', '-');
const plain = (schema: TSchema): unknown => JSON.parse(JSON.stringify(schema)) as unknown;

/** The AsyncAPI 3.0 document of every topic that others may read. */
export const asyncApi = (): Record<string, unknown> => {
  const open = topicRegistry.filter((topic) => !topic.private);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Landfall events',
      version: '1.0.0',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'CloudEvents 1.0 over Kafka, binary mode. Ordering holds per key of one topic. Within v1 only additions: ignore fields and types that you do not know.',
    },
    servers: { kafka: { host: 'localhost:9092', protocol: 'kafka' } },
    channels: Object.fromEntries(
      open.map((topic) => [
        channelId(topic),
        {
          address: topic.name,
          description: `${topic.description} Key: ${topic.key}. Kept: ${topic.cleanup === 'compact' ? 'compacted' : '30 days'}.`,
          messages: Object.fromEntries(
            Object.keys(topic.events).map((type) => [
              pascal(type),
              { $ref: `#/components/messages/${pascal(type)}` },
            ]),
          ),
          bindings: { kafka: { topic: topic.name, partitions: partitionCount, bindingVersion: '0.5.0' } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      open.map((topic) => [
        `publish-${channelId(topic)}`,
        {
          action: 'send',
          title: `Published by ${topic.owner}`,
          channel: { $ref: `#/channels/${channelId(topic)}` },
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        open.flatMap((topic) =>
          Object.entries(topic.events).map(([type, event]) => [
            pascal(type),
            {
              name: type,
              summary: event.description,
              contentType: 'application/json',
              headers,
              payload: plain(event.data),
              bindings: {
                kafka: { key: { type: 'string', description: topic.key }, bindingVersion: '0.5.0' },
              },
            },
          ]),
        ),
      ),
    },
  };
};
