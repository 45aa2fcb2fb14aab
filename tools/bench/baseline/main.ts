import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { TypeOrmModule } from '@nestjs/typeorm';
import { migrate } from '@landfall/persistence';
import { closeOnSignal, Progress, readSettings } from '../participant.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';
import { KeepParcelStateController } from './keep-parcel-state.controller.ts';
import { KeepParcelStateService } from './keep-parcel-state.service.ts';
import { OutboxMessageEntity } from './outbox-message.entity.ts';
import { ParcelStateEntity } from './parcel-state.entity.ts';
import { ProcessedEventEntity } from './processed-event.entity.ts';
import { VisibleScans } from './visible-scans.ts';

/** Partitions worked on at once; one at a time costs more CPU per event. */
const concurrency = 6;

const settings = readSettings();
await migrate({
  adminUrl: settings.adminUrl,
  serviceUrl: settings.databaseUrl,
  schema: settings.schema,
  migrations: [CreateTables1764000000000],
});

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: settings.databaseUrl,
      schema: settings.schema,
      extra: { options: `-c search_path=${settings.schema}` },
      poolSize: concurrency,
      entities: [ParcelStateEntity, ProcessedEventEntity, OutboxMessageEntity],
    }),
  ],
  controllers: [KeepParcelStateController],
  providers: [
    KeepParcelStateService,
    { provide: Progress, useValue: new Progress(settings) },
    { provide: VisibleScans, useValue: new VisibleScans(settings.tellEach ?? false) },
  ],
})
class BaselineModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(BaselineModule, {
  logger: ['error', 'warn'],
  transport: Transport.KAFKA,
  options: {
    client: { clientId: 'baseline', brokers: settings.brokers.split(',') },
    consumer: { groupId: settings.schema, allowAutoTopicCreation: false },
    subscribe: { fromBeginning: true },
    run: { partitionsConsumedConcurrently: concurrency },
  },
});
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
await app.listen();
if (settings.tellEach) process.send?.({ listening: true });
closeOnSignal(app);
