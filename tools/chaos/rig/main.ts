import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BatchProcessor,
  KafkaBatchServer,
  MessagingModule,
  OutboxRelay,
  PipeCounters,
  type PipeLog,
} from '@landfall/messaging';
import { Database, migrate } from '@landfall/persistence';
import { CreateTables1764000000000 } from './create-tables.migration.ts';
import { takeDetour } from './detour.ts';
import { startEdge } from './edge.ts';
import { FailpointTraps } from './failpoint-trap.ts';
import { FollowStatesConsumer } from './follow-states.consumer.ts';
import { KeepParcelsConsumer } from './keep-parcels.consumer.ts';
import { sabotageProcessor, SabotagedUnitOfWork } from './sabotage.ts';
import type { RigNews, RigOrder, RigSettings } from './settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as RigSettings;
const traps = new FailpointTraps();
let settle = (): Promise<void> => Promise.resolve();
process.on('message', (order: RigOrder) => {
  if (order.order === 'arm') traps.arm(order.trap);
  else void settle().catch(() => undefined);
});
process.once('disconnect', () => process.exit(0));

const tell =
  (level: string) =>
  (event: string, fields: Record<string, unknown> = {}): void =>
    console.log(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }));
const log: PipeLog = { info: tell('info'), warn: tell('warn'), error: tell('error') };

if (settings.kafkaVia !== undefined) takeDetour(settings.brokers, settings.kafkaVia);
if (settings.role === 'edge') startEdge(settings, log, traps.comeBy);
else await startService();

async function startService(): Promise<void> {
  await migrate({
    adminUrl: settings.adminUrl,
    serviceUrl: settings.databaseUrl,
    schema: settings.schema,
    migrations: [CreateTables1764000000000],
  });
  const database = new Database({
    url: settings.databaseUrl,
    schema: settings.schema,
    service: settings.role,
  });
  await database.open();
  const unitOfWork = new SabotagedUnitOfWork(database, settings.control);

  @Module({
    imports: [
      MessagingModule.forRoot({
        useFactory: () => ({
          service: settings.role,
          brokers: settings.brokers,
          topicPrefix: settings.topicPrefix,
          unitOfWork,
          now: () => new Date(),
          sweepByItself: false,
          fetchEveryMs: 0,
          sessionTimeoutMs: 6_000,
          comeBy: traps.comeBy,
          log,
        }),
      }),
    ],
    controllers: [settings.role === 'parcels' ? KeepParcelsConsumer : FollowStatesConsumer],
  })
  class RigModule {}

  const app = await NestFactory.create(RigModule, { logger: false });
  const server = app.get(KafkaBatchServer);
  const counters = app.get(PipeCounters);
  const relay = app.get(OutboxRelay);
  sabotageProcessor(app.get(BatchProcessor, { strict: false }), unitOfWork);
  settle = async () => {
    await server.settleFences();
    const idle = server.isReady() && !server.isBusy && !relay.isBusy;
    process.send?.({ refused: counters.refused, idle } satisfies RigNews);
  };
  app.connectMicroservice({ strategy: server });
  await app.init();
  await app.startAllMicroservices();
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
}
