import {
  Inject,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { Kafka } from 'kafkajs';
import { BatchProcessor } from './batch/batch-processor.ts';
import { BrokerProbe } from './kafka/broker-probe.ts';
import { connectKafka } from './kafka/connect.ts';
import { EventProducer } from './kafka/event-producer.ts';
import { KafkaBatchServer } from './kafka/kafka-batch.server.ts';
import { LogWriter } from './kafka/log/log-writer.ts';
import type { PipeLog } from './kafka/pipe-log.ts';
import { Outbox } from './outbox/outbox.ts';
import type { FailpointListener } from './failpoints.ts';
import { OutboxRelay } from './outbox/relay.ts';
import { RowsInHand } from './outbox/rows-in-hand.ts';
import { Quarantine } from './quarantine/quarantine.ts';
import { PipeCounters, Positions } from './status/pipe-status.ts';
import { Hearing } from './due-times/hearing.ts';
import { KnownMerchants } from './due-times/known-merchants.ts';
import { EventRetention } from './retention/event-retention.ts';
import { Sweeper } from './due-times/sweeper.ts';

export interface MessagingOptions {
  service: string;
  brokers: string;
  /** Put before topic and group names: several systems on one cluster. */
  topicPrefix: string;
  unitOfWork: UnitOfWork;
  now: () => Date;
  /** False under the replay clock, whose ticks fire due times. */
  sweepByItself: boolean;
  /** How far apart fetches begin at least while they bring little; 200 ms by default. */
  fetchEveryMs?: number;
  /** How long a killed process holds its partitions; 10 s by default. */
  sessionTimeoutMs?: number;
  log: PipeLog;
  /** Hears of an error after which nothing is consumed any more: the process should end, and be started again. */
  gaveUp?: (error: Error) => void;
  /** Only fault campaigns listen. */
  comeBy?: FailpointListener;
}

const defaultFetchEveryMs = 200;
const defaultSessionTimeoutMs = 10_000;

export const MESSAGING_OPTIONS = Symbol('messaging options');

/** The pipe's providers; relay and retention start with the application and stop after it. */
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly relay: OutboxRelay,
    private readonly logs: LogWriter,
    private readonly sweeper: Sweeper,
    private readonly broker: BrokerProbe,
    private readonly retention: EventRetention,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  static forRoot(options: Omit<FactoryProvider<MessagingOptions>, 'provide'>): DynamicModule {
    const make = <T>(
      provide: new (...args: never[]) => T,
      inject: FactoryProvider['inject'],
      useFactory: (...args: never[]) => T,
    ) => ({
      provide,
      inject: inject ?? [],
      useFactory,
    });
    const providers = [
      { provide: MESSAGING_OPTIONS, ...options },
      PipeCounters,
      Positions,
      KnownMerchants,
      RowsInHand,
      make(Kafka, [MESSAGING_OPTIONS], ({ service, brokers, log }: MessagingOptions) =>
        connectKafka({ clientId: `landfall.${service}`, brokers, log }),
      ),
      make(LogWriter, [Kafka], (kafka: Kafka) => new LogWriter(kafka)),
      make(
        OutboxRelay,
        [MESSAGING_OPTIONS, LogWriter, RowsInHand],
        (
          { service, topicPrefix, unitOfWork, log, comeBy }: MessagingOptions,
          logs: LogWriter,
          inHand: RowsInHand,
        ) => new OutboxRelay({ service, logs, inHand, topicPrefix, unitOfWork, log, comeBy }),
      ),
      make(
        Outbox,
        [MESSAGING_OPTIONS, RowsInHand, OutboxRelay],
        ({ service }: MessagingOptions, inHand: RowsInHand, relay: OutboxRelay) =>
          new Outbox(service, inHand, () => relay.wake()),
      ),
      make(Quarantine, [MESSAGING_OPTIONS], ({ service }: MessagingOptions) => new Quarantine(service)),
      make(
        EventProducer,
        [LogWriter, MESSAGING_OPTIONS],
        (logs: LogWriter, { service, topicPrefix, comeBy }: MessagingOptions) =>
          new EventProducer(logs, service, topicPrefix, comeBy),
      ),
      make(BrokerProbe, [Kafka], (kafka: Kafka) => new BrokerProbe(kafka)),
      make(
        BatchProcessor,
        [MESSAGING_OPTIONS, Outbox, Quarantine, KnownMerchants],
        (
          { unitOfWork, now, comeBy }: MessagingOptions,
          outbox: Outbox,
          quarantine: Quarantine,
          merchants: KnownMerchants,
        ) => new BatchProcessor({ unitOfWork, outbox, quarantine, merchants, now, comeBy }),
      ),
      make(
        EventRetention,
        [MESSAGING_OPTIONS],
        ({ unitOfWork, log }: MessagingOptions) => new EventRetention({ unitOfWork, log }),
      ),
      make(
        KafkaBatchServer,
        [MESSAGING_OPTIONS, Kafka, BatchProcessor, Positions, PipeCounters],
        (
          options: MessagingOptions,
          kafka: Kafka,
          processor: BatchProcessor,
          positions: Positions,
          counters: PipeCounters,
        ) =>
          new KafkaBatchServer({
            fetchEveryMs: defaultFetchEveryMs,
            sessionTimeoutMs: defaultSessionTimeoutMs,
            ...options,
            kafka,
            processor,
            positions,
            counters,
          }),
      ),
      make(
        Hearing,
        [MESSAGING_OPTIONS, KafkaBatchServer, Positions],
        ({ unitOfWork, now }: MessagingOptions, consumer: KafkaBatchServer, positions: Positions) =>
          new Hearing({ logEnds: () => consumer.logEnds(), unitOfWork, positions, now }),
      ),
      make(
        Sweeper,
        [MESSAGING_OPTIONS, Outbox, Quarantine, KnownMerchants, Hearing],
        (
          { unitOfWork, now, log }: MessagingOptions,
          outbox: Outbox,
          quarantine: Quarantine,
          merchants: KnownMerchants,
          hearing: Hearing,
        ) => new Sweeper({ unitOfWork, outbox, quarantine, merchants, hearing, now, log }),
      ),
    ];
    return {
      module: MessagingModule,
      global: true,
      providers,
      exports: [
        MESSAGING_OPTIONS,
        Kafka,
        Outbox,
        OutboxRelay,
        Quarantine,
        BrokerProbe,
        EventProducer,
        KafkaBatchServer,
        KnownMerchants,
        PipeCounters,
        Positions,
        Sweeper,
      ],
    };
  }

  onModuleInit(): void {
    this.relay.start();
  }

  onApplicationBootstrap(): void {
    this.retention.start();
    if (this.options.sweepByItself) this.sweeper.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeper.stop();
    await this.retention.stop();
    await this.relay.stop();
    await Promise.all([this.logs.close(), this.broker.close()]);
  }
}
