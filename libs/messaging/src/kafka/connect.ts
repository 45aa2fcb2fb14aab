import { Kafka, logLevel } from 'kafkajs';
import { answeringSocket } from './answering-socket.ts';
import { readingFetches } from './log/kafkajs-cluster.ts';
import type { PipeLog } from './pipe-log.ts';

/** A client of the brokers (comma-separated host:port); its own log goes to ours. */
export const connectKafka = (options: { clientId: string; brokers: string; log: PipeLog }): Kafka => {
  process.env['KAFKAJS_NO_PARTITIONER_WARNING'] ??= '1';
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: options.brokers.split(',').map((broker) => broker.trim()),
    socketFactory: answeringSocket(),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log, level }) => {
        if (isRoutine(`${log.message} ${String(log['error'])}`)) return;
        const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...fields } = log;
        const tell = level <= logLevel.ERROR ? options.log.warn : options.log.info;
        tell.call(options.log, 'kafka_client', { namespace, message, ...fields });
      },
  });
  return readingFetches(kafka);
};

/** What kafkajs calls an error and gets over by itself: markers being written, a broker that has just started. */
const isRoutine = (text: string): boolean =>
  /another concurrent operation on the same transaction|Limiting retries for the idempotent producer|coordinator is (not available|loading)|not the correct coordinator/.test(
    text,
  );
