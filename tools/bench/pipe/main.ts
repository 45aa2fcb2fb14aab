import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KafkaBatchServer, MessagingModule, type PipeLog } from '@landfall/messaging';
import { Database, migrate, UnitOfWork } from '@landfall/persistence';
import { closeOnSignal, pipePrefix, Progress, readSettings } from '../participant.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';
import { KeepParcelStatesConsumer } from './keep-parcel-states.consumer.ts';

const settings = readSettings();
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

@Module({
  imports: [
    MessagingModule.forRoot({
      useFactory: () => ({
        service: 'bench',
        brokers: settings.brokers,
        topicPrefix: pipePrefix,
        unitOfWork: new UnitOfWork(database),
        now: () => new Date(),
        sweepByItself: false,
        log,
      }),
    }),
  ],
  controllers: [KeepParcelStatesConsumer],
  providers: [{ provide: Progress, useValue: new Progress(settings) }],
})
class PipeModule {}

const app = await NestFactory.create(PipeModule, { logger: ['error', 'warn'] });
app.connectMicroservice({ strategy: app.get(KafkaBatchServer) });
await app.startAllMicroservices();
closeOnSignal(app);
