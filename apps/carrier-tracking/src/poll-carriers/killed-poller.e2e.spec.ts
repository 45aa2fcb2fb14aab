import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trackingEventsTopic } from '@landfall/contracts';
import { connectKafka, EventProducer, LogWriter } from '@landfall/messaging';
import { createTestDatabase, eventually, TestTopics, testStack, type TestDatabase } from '@landfall/testing';
import { parcelRegistered } from '../testing.spec-kit.ts';
import { StubCarrier } from './stub-carrier.spec-kit.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const carrier = new StubCarrier();
const processes: ChildProcess[] = [];
let database: TestDatabase;
let topics: TestTopics;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { folder } = await carrier.start('stub', '{ callsPerSecond: 10, timeout: 3s }');
  [database, topics] = [await createTestDatabase(), new TestTopics()];
  await topics.create();
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  environment = {
    ...inherited,
    PORT: '0',
    DATABASE_URL: database.urlOf('test_carrier_tracking'),
    MIGRATION_DATABASE_URL: database.adminUrl,
    KAFKA_BROKERS: testStack().brokers,
    KAFKA_TOPIC_PREFIX: topics.prefix,
    LANDFALL_MASTER_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'fatal',
    POLLED_CARRIERS: 'stub',
    POLLED_CARRIERS_DIR: folder,
    CARRIER_STUB_API_KEY: carrier.token,
  };
  const [code] = (await once(run('migrate'), 'exit')) as [number];
  expect(code).toBe(0);
});

afterAll(async () => {
  for (const one of processes) one.kill('SIGKILL');
  await topics.close();
  await database.drop();
  await carrier.stop();
});

const run = (...args: string[]): ChildProcess => {
  const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: 'inherit' });
  processes.push(child);
  return child;
};

const register = async (number: string): Promise<string> => {
  const parcelId = randomUUID();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const logs = new LogWriter(connectKafka({ clientId: 'test', brokers: testStack().brokers, log }));
  const registered = parcelRegistered(randomUUID(), {
    parcelId,
    trackingNumbers: [{ trackingNumber: number, carrier: 'stub-post' }],
    registeredAt: new Date().toISOString(),
  });
  await new EventProducer(logs, 'test', topics.prefix).send([registered], new Date());
  await logs.close();
  return parcelId;
};

describe('a process that is killed while a carrier keeps it waiting', () => {
  it('leaves its polls to another one, which makes them when their leases have run out; each scan is told once', async () => {
    const number = 'ST000000001';
    carrier.tells(number, 'InTransit_PickedUp', 'InTransit_Departure');
    const askedWhile = Promise.withResolvers<void>();
    carrier.does(() => askedWhile.resolve());
    const first = run();
    const parcelId = await register(number);
    await askedWhile.promise;
    first.kill('SIGKILL');
    await once(first, 'exit');
    const [lease] = await database.query<{ lease: string | null; ends_in: number }>(
      `SELECT lease, date_part('epoch', lease_until - clock_timestamp()) AS ends_in FROM carrier_tracking.poll_group`,
    );
    expect(lease?.lease).not.toBeNull();
    expect(lease?.ends_in).toBeGreaterThan(0);

    run();
    const events = await topics.read(trackingEventsTopic);
    const its = (records: { key: string | null }[]) => records.filter(({ key }) => key === parcelId);
    await events.until((records) => its(records).length >= 2);
    await eventually(
      () =>
        database.query<{ lease: null; attempts: number }>(
          'SELECT lease, attempts FROM carrier_tracking.poll_group',
        ),
      ([group]) => group?.lease === null && group.attempts === 0,
    );
    const [before, after] = carrier.asked(number);
    expect(carrier.asked(number)).toHaveLength(2);
    expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThan(10_000);
    const told = its(await events.until(() => true)) as unknown as { value: { milestone: string } }[];
    expect(told.map(({ value }) => value.milestone)).toEqual(['picked_up', 'departed_facility']);
  }, 240_000);
});
