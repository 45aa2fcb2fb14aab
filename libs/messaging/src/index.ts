export type { BatchContext } from './batch/batch-context.ts';
export {
  BatchProcessor,
  type BatchHandler,
  type BatchOutcome,
  type BatchWork,
} from './batch/batch-processor.ts';
export { assignPartition } from './batch/fence.ts';
export { ConsumeBatch } from './consume-batch.decorator.ts';
export { deterministicId } from './events/deterministic-id.ts';
export { outgoing, type OutgoingEvent } from './events/outgoing-event.ts';
export type { Envelope, ReceivedEvent } from './events/received-event.ts';
export { connectKafka } from './kafka/connect.ts';
export { BrokerProbe } from './kafka/broker-probe.ts';
export { EventProducer, OverloadedError, type ProducerLimits } from './kafka/event-producer.ts';
export { LogWriter } from './kafka/log/log-writer.ts';
export { KafkaBatchServer } from './kafka/kafka-batch.server.ts';
export type { Failpoint, FailpointListener } from './failpoints.ts';
export type { PipeLog } from './kafka/pipe-log.ts';
export { Signal } from './kafka/signal.ts';
export { MESSAGING_OPTIONS, MessagingModule, type MessagingOptions } from './messaging.module.ts';
export { Outbox, unpack } from './outbox/outbox.ts';
export type { Publication } from './outbox/publication.ts';
export { RowsInHand } from './outbox/rows-in-hand.ts';
export { OutboxRelay } from './outbox/relay.ts';
export { Quarantine, type QuarantinedRecord } from './quarantine/quarantine.ts';
export { PipeCounters, Positions, readPipe, type FenceStatus } from './status/pipe-status.ts';
export type { DueItem, DueSource } from './due-times/due-source.ts';
export { EventRetention } from './retention/event-retention.ts';
export { HourlyWork } from './retention/hourly-work.ts';
export { Sweeper } from './due-times/sweeper.ts';
export { KnownMerchants } from './due-times/known-merchants.ts';
