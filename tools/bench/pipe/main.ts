import { setTimeout as delay } from 'node:timers/promises';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BatchProcessor,
  KafkaBatchServer,
  MessagingModule,
  readPipe,
  type PipeLog,
} from '@landfall/messaging';
import { Database, migrate, UnitOfWork } from '@landfall/persistence';
import { startTelemetry } from '@landfall/telemetry';
import {
  closeOnSignal,
  type ParticipantOrder,
  Progress,
  readSettings,
  type PipeSettings,
  type PipeVariant,
} from '../participant.ts';
import { ageTables } from './age-tables.ts';
import { KeepAloneConsumer, KeepAndTellConsumer, NoOpConsumer } from './consumers.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';
import { FencelessUnitOfWork, pastFences } from './fenceless.ts';
import { asTheyCome, decoded, handOver } from './hand-over.ts';
import { recordsApplied } from './records-applied.ts';

interface Variant {
  readonly consumer: Type;
  /** Whether the relay runs. */
  readonly publishes?: true;
  /** What does the processor's work in the place of its own way, without fences. */
  readonly fenceless?: (own: BatchProcessor['process']) => BatchProcessor['process'];
}

const variants: Record<PipeVariant, Variant> = {
  apply: { consumer: KeepAndTellConsumer },
  publish: { consumer: KeepAndTellConsumer, publishes: true },
  'dedup-and-state': { consumer: KeepAloneConsumer, fenceless: pastFences },
  transport: { consumer: NoOpConsumer, fenceless: () => handOver(asTheyCome) },
  'transport-decoding': { consumer: NoOpConsumer, fenceless: () => handOver(decoded) },
};

/** As the services on a scan's way have it. */
const fetchEveryMs = 30;

/** How often it looks whether all has settled, once everything is committed. */
const lookEveryMs = 20;

const settings = readSettings<PipeSettings>();
const { consumer, publishes, fenceless } = variants[settings.variant];
// As every service does: it traces where there is a collector.
startTelemetry({ service: 'bench' });
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
if (settings.aged) await ageTables(settings, settings.aged);
const database = new Database({ url: settings.databaseUrl, schema: settings.schema, service: 'bench' });
await database.open();
const unitOfWork = fenceless ? new FencelessUnitOfWork(database) : new UnitOfWork(database);

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
        fetchEveryMs,
        log,
      }),
    }),
  ],
  controllers: [consumer],
})
class PipeModule {}

/** Resolves when what was committed is published, where it shall be; rejects when fences are not as they should be. */
const settled = async (): Promise<void> => {
  for (;;) {
    const { fences, outboxEmpty } = await unitOfWork.run({ pool: 'sweeper', merchants: [] }, readPipe);
    if (fences.some(({ nextOffset }) => nextOffset !== '0') === Boolean(fenceless))
      throw new Error(fenceless ? 'a fence has moved that nobody should have touched' : 'no fence has moved');
    if (outboxEmpty || !publishes) return;
    await delay(lookEveryMs);
  }
};

const app = await NestFactory.create(PipeModule, { logger: ['error', 'warn'] });
const progress = new Progress(settings, { settled });
process.on('message', ({ total }: ParticipantOrder) => progress.endsAt(total));
const processor = app.get(BatchProcessor, { strict: false });
const own = processor.process.bind(processor);
const transact = fenceless ? fenceless(own) : own;
processor.process = async (group) => {
  const outcomes = await transact(group);
  progress.committed(recordsApplied(outcomes));
  return outcomes;
};
app.connectMicroservice({ strategy: app.get(KafkaBatchServer) });
// Only an initialised application has a relay that runs; without one what is told stays in the outbox.
if (publishes) await app.init();
await app.startAllMicroservices();
closeOnSignal(app);
