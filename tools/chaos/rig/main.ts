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
import { Kafka, type ConsumerGroupJoinEvent } from 'kafkajs';
import { CountScansConsumer, LOCK_ORDER } from './count-scans.consumer.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';
import { takeDetour } from './detour.ts';
import { startEdge } from './edge.ts';
import { FailpointTraps } from './failpoint-trap.ts';
import { FollowStatesConsumer } from './follow-states.consumer.ts';
import { KeepParcelsConsumer } from './keep-parcels.consumer.ts';
import { lockOrder, sabotageProcessor, SabotagedUnitOfWork } from './sabotage.ts';
import { begun, type RigNews, type RigOrder, type RigSettings } from './settings.ts';
import { stepClock } from './stepped-clock.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as RigSettings;
const traps = new FailpointTraps();
let settle = (): Promise<void> => Promise.resolve();
process.on('message', (order: RigOrder) => {
  switch (order.order) {
    case 'arm':
      return traps.arm(order.trap);
    case 'clock':
      return stepClock(order.aheadMs);
    case 'settle':
      return void settle().catch(() => undefined);
  }
});
process.once('disconnect', () => process.exit(0));
/** As a service ends: not before what is in hand is done. */
const endWith = (close: () => Promise<void>): void =>
  void process.once('SIGTERM', () => void close().then(() => process.exit(0)));

const tell =
  (level: string) =>
  (event: string, fields: Record<string, unknown> = {}): void =>
    console.log(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }));
const log: PipeLog = { info: tell('info'), warn: tell('warn'), error: tell('error') };

if (settings.kafkaVia !== undefined) takeDetour(settings.brokers, settings.kafkaVia);
if (settings.role === 'edge') endWith(startEdge(settings, log, traps.comeBy));
else await startService();
process.send?.(begun);

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
  const keeper = settings.counting ? CountScansConsumer : KeepParcelsConsumer;
  const consumer = settings.role === 'parcels' ? keeper : FollowStatesConsumer;
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
          gaveUp: (error) => {
            log.error('gave_up', { error: String(error) });
            process.exit(1);
          },
          log,
        }),
      }),
    ],
    controllers: [consumer],
    providers: [{ provide: LOCK_ORDER, useValue: lockOrder(settings.control) }],
  })
  class RigModule {}

  const app = await NestFactory.create(RigModule, { logger: false });
  const server = app.get(KafkaBatchServer);
  const counters = app.get(PipeCounters);
  const relay = app.get(OutboxRelay);
  sabotageProcessor(app.get(BatchProcessor, { strict: false }), unitOfWork);
  const news = { rebalances: 0, memberId: undefined as string | undefined };
  const tellNews = (idle: boolean) =>
    process.send?.({ refused: counters.refused, idle, ...news } satisfies RigNews);
  settle = async () => {
    await server.settleFences();
    tellNews(server.isReady() && !server.isBusy && !relay.isBusy);
  };
  onJoin(app.get(Kafka), ({ isLeader, memberId }) => {
    news.memberId = memberId;
    if (isLeader) news.rebalances += 1;
    tellNews(false);
  });
  app.connectMicroservice({ strategy: server });
  await app.init();
  await app.startAllMicroservices();
  endWith(async () => {
    await app.close();
    if (server.isBusy) throw new Error('closed in the middle of a batch');
  });
}

/** Hears of every time that a consumer of this process joins its group. */
function onJoin(kafka: Kafka, joined: (join: ConsumerGroupJoinEvent['payload']) => void): void {
  const consumerOf = kafka.consumer.bind(kafka);
  kafka.consumer = (config) => {
    const consumer = consumerOf(config);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => joined(payload));
    return consumer;
  };
}
