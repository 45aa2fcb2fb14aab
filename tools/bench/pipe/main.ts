import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KafkaBatchServer, MessagingModule, readPipe, type PipeLog } from '@landfall/messaging';
import { Database, migrate, UnitOfWork } from '@landfall/persistence';
import { closeOnSignal, Progress, readSettings, type PipeSettings } from '../participant.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';
import { KeepParcelStatesConsumer } from './keep-parcel-states.consumer.ts';

/** How often a publishing pipe looks whether its outbox is empty, once all is committed. */
const lookEveryMs = 20;

const settings = readSettings<PipeSettings>();
const tell =
  (level: string) =>
  (event: string, fields: Record<string, unknown> = {}): void =>
    console.error(JSON.stringify({ level, event, ...fields }));
const log: PipeLog = { info: () => undefined, warn: tell('warn'), error: tell('error') };

await migrate({
  adminUrl: settings.adminUrl,
  serviceUrl: settings.databaseUrl,
  schema: settings.schema,
  migrations: [CreateTables1764000000000],
});
const database = new Database({ url: settings.databaseUrl, schema: settings.schema, service: 'bench' });
await database.open();
const unitOfWork = new UnitOfWork(database);
const publishes = settings.variant === 'publish';
const published = async (): Promise<void> => {
  while (!(await unitOfWork.run({ pool: 'sweeper', merchants: [] }, readPipe)).outboxEmpty)
    await delay(lookEveryMs);
};

@Module({
  imports: [
    MessagingModule.forRoot({
      useFactory: () => ({
        service: 'bench',
        brokers: settings.brokers,
        topicPrefix: settings.topicPrefix,
        unitOfWork,
        now: () => new Date(),
        sweepByItself: false,
        log,
      }),
    }),
  ],
  controllers: [KeepParcelStatesConsumer],
  providers: [
    { provide: Progress, useValue: new Progress(settings, publishes ? { settled: published } : {}) },
  ],
})
class PipeModule {}

const app = await NestFactory.create(PipeModule, { logger: ['error', 'warn'] });
app.connectMicroservice({ strategy: app.get(KafkaBatchServer) });
// Only an initialised application has a relay that runs; without one what is told stays in the outbox.
if (publishes) await app.init();
await app.startAllMicroservices();
closeOnSignal(app);
