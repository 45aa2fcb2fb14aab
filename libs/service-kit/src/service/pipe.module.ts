import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { BrokerProbe, KafkaBatchServer, MessagingModule } from '@landfall/messaging';
import { Database, SurroundingsError, UnitOfWork } from '@landfall/persistence';
import type { Logger } from '@landfall/telemetry';
import type { BaseConfig } from '../config/base-config.ts';
import { Clock, ReplayClock } from '../clock/clock.ts';
import { HealthChecks } from '../health/health-checks.ts';
import { DrainProbes } from '../settle/drain-probes.ts';
import { SettleController } from '../settle/settle.controller.ts';
import type { ServiceDefinition } from './define-service.ts';

/** Connects a service to its schema and to the topics. */
@Module({})
export class PipeModule implements OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    unitOfWork: UnitOfWork,
    consumer: KafkaBatchServer,
    checks: HealthChecks,
    broker: BrokerProbe,
  ) {
    // Not the pool of requests: a busy service is ready all the same.
    checks.add('postgres', () =>
      unitOfWork.run({ pool: 'sweeper', merchants: [] }, (tx) => tx.query('SELECT 1')),
    );
    checks.add('kafka', async () => {
      await broker.ask();
      if (!consumer.isReady()) throw new Error('not a member of the consumer group');
    });
  }

  static of(definition: ServiceDefinition, config: BaseConfig, logger: Logger): DynamicModule {
    const { name, schema, entities, fetchEveryMs } = definition;
    const replay = config.LANDFALL_CLOCK === 'replay';
    const own = [
      {
        provide: Database,
        useFactory: async () => {
          const database = new Database({
            url: config.DATABASE_URL,
            schema,
            service: name,
            ...(entities && { entities }),
          });
          await database.open();
          return database;
        },
      },
      {
        provide: UnitOfWork,
        inject: [Database],
        useFactory: (database: Database) => new UnitOfWork(database),
      },
      DrainProbes,
    ];
    const messaging = MessagingModule.forRoot({
      inject: [UnitOfWork, Clock],
      useFactory: (unitOfWork: UnitOfWork, clock: Clock) => ({
        service: name,
        brokers: config.KAFKA_BROKERS.join(','),
        topicPrefix: config.KAFKA_TOPIC_PREFIX,
        unitOfWork,
        now: () => knownTime(clock),
        sweepByItself: !replay,
        // The replay clock waits for every event: nothing is gained by letting them gather.
        ...(replay ? { fetchEveryMs: 0 } : fetchEveryMs !== undefined && { fetchEveryMs }),
        gaveUp: (error) => {
          logger.fatal({ err: error }, 'nothing is consumed any more');
          process.exit(1);
        },
        log: {
          info: (event, fields) => logger.info(fields ?? {}, event),
          warn: (event, fields) => logger.warn(fields ?? {}, event),
          error: (event, fields) => logger.error(fields ?? {}, event),
        },
      }),
    });
    return {
      module: PipeModule,
      global: true,
      imports: [messaging, definition.module],
      controllers: [SettleController],
      providers: own,
      exports: own,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

/** A replay clock that nobody has set is the surroundings' fault: what needs the time waits. */
const knownTime = (clock: Clock): Date => {
  if (clock instanceof ReplayClock && !clock.isSet)
    throw new SurroundingsError('the replay clock has not been set');
  return clock.now();
};
