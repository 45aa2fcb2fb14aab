import { trackingEventsTopic } from '@landfall/contracts';
import { Kafka } from 'kafkajs';
import { InOrder } from '../../in-order.ts';
import { closeOnSignal, Progress, readSettings } from '../../participant.ts';

/** kafkajs by itself: batches to a handler that does nothing, no offsets committed. */
const { brokers, schema, topicPrefix, ...size } = readSettings();
const progress = new Progress(size);
const order = new InOrder();
const consumer = new Kafka({ clientId: 'raw', brokers: brokers.split(',') }).consumer({
  groupId: schema,
  allowAutoTopicCreation: false,
});
await consumer.connect();
await consumer.subscribe({ topics: [topicPrefix + trackingEventsTopic.name], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: ({ batch: { partition, messages } }) => {
    for (const { offset } of messages) order.took(partition, offset);
    progress.committed(messages.length);
    return Promise.resolve();
  },
});
closeOnSignal({ close: () => consumer.disconnect() });
