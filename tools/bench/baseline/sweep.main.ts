import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { migrate } from '@landfall/persistence';
import { DataSource } from 'typeorm';
import { tellFigures } from '../detector/tell.ts';
import { measureSweep } from '../sweeper/measure-sweep.ts';
import type { SweepFigures, SweepSettings, SweptFigures } from '../sweeper/sweep.settings.ts';
import { CreateDueParcels1764000000000 } from './create-due-parcels.migration.ts';
import { DueParcelEntity } from './due-parcel.entity.ts';
import { OutboxMessageEntity } from './outbox-message.entity.ts';
import { StallEntity } from './stall.entity.ts';
import { SweepDueParcelsService } from './sweep-due-parcels.service.ts';

/** Parcels worked on at once. */
const concurrency = 6;
/** Due times of the sweep that warms up. */
const warmUp = 500;
const registered = new Date('2026-03-02T00:00:00Z');
const at = (hours: number): Date => new Date(registered.getTime() + hours * 3_600_000);

const settings = JSON.parse(process.argv[2] ?? '{}') as SweepSettings;
const { schema, servers, parcels } = settings;

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: settings.databaseUrl,
      schema,
      extra: { options: `-c search_path=${schema}` },
      poolSize: concurrency,
      entities: [DueParcelEntity, StallEntity, OutboxMessageEntity],
    }),
  ],
  providers: [SweepDueParcelsService],
})
class SweepModule {}

await tellFigures(async (): Promise<SweepFigures> => {
  await migrate({
    adminUrl: settings.adminUrl,
    serviceUrl: settings.databaseUrl,
    schema,
    migrations: [CreateDueParcels1764000000000],
  });
  const app = await NestFactory.createApplicationContext(SweepModule, { logger: ['error', 'warn'] });
  const service = app.get(SweepDueParcelsService);
  const source = app.get(DataSource);
  await source.query(
    `INSERT INTO due_parcel SELECT gen_random_uuid(), gen_random_uuid(), $1, NULL, 1 FROM generate_series(1, ${parcels})`,
    [registered],
  );

  const swept = async (instant: Date): Promise<SweptFigures> => {
    await source.query('ANALYZE due_parcel');
    return measureSweep({
      servers,
      sweep: () => service.sweep(instant, concurrency),
      messages: () => source.getRepository(OutboxMessageEntity).count(),
    });
  };
  const dueAt = (instant: Date, count: number): Promise<unknown> =>
    source.query(
      'UPDATE due_parcel SET next_due_at = $1 WHERE parcel_id IN (SELECT parcel_id FROM due_parcel LIMIT $2)',
      [instant, count],
    );

  await dueAt(at(59), warmUp);
  await swept(at(59));
  await dueAt(at(60), parcels);
  const quiet = await swept(at(60));
  const opening = await swept(at(240));
  const stalls = await source.getRepository(StallEntity).count();
  const found = [quiet.fired, quiet.messages, opening.fired, opening.messages, stalls];
  if (found.join() !== [parcels, 0, parcels, parcels, parcels].join())
    throw new Error(`other effects than ${parcels} stalls at the second sweep: ${found.join()}`);
  return { quiet, opening };
});
