import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trackingEventsTopic, type DataOf } from '@landfall/contracts';
import { connectKafka, EventProducer, LogWriter } from '@landfall/messaging';
import {
  createTestDatabase,
  eventually,
  TestTopics,
  testStack,
  type ReadRecord,
  type TestDatabase,
} from '@landfall/testing';
import { v7 } from 'uuid';
import { scanIdOf } from '../scans/scan-id.ts';
import { parcelRegistered } from '../testing.spec-kit.ts';

type Scan = DataOf<typeof trackingEventsTopic, 'tracking.milestone_corrected'>;

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const merchantId = randomUUID();
const mapped = ['17track', 'INTRANSIT_LEVITATING'];
const processes: ChildProcess[] = [];
let database: TestDatabase;
let topics: TestTopics;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
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
  };
  const [code] = (await once(run('migrate'), 'exit')) as [number];
  expect(code).toBe(0);
});

afterAll(async () => {
  for (const one of processes) one.kill('SIGKILL');
  await topics.close();
  await database.drop();
});

const run = (...args: string[]): ChildProcess => {
  const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: 'inherit' });
  processes.push(child);
  return child;
};

const register = async (parcels: readonly { parcelId: string; number: string }[]): Promise<void> => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const logs = new LogWriter(connectKafka({ clientId: 'test', brokers: testStack().brokers, log }));
  const registered = parcels.map(({ parcelId, number }) =>
    parcelRegistered(merchantId, {
      parcelId,
      trackingNumbers: [{ trackingNumber: number, carrier: 'china-post' }],
    }),
  );
  await new EventProducer(logs, 'test', topics.prefix).send(registered, new Date());
  await logs.close();
};

const reading = { milestone: 'in_transit', leg: null, reason: null };

/** What a push of each number would have left behind. */
const keepScans = (numbers: readonly string[]): Promise<unknown> =>
  database.query(
    `INSERT INTO carrier_tracking.kept_scan (number, scan_id, sender, carriers, by_aggregator, occurred_at, recorded_at,
       data, parcels, unmapped_code)
     SELECT number, scan_id, $3, '{china-post}', true, $5, $5, $6, '{}', $4
     FROM unnest($1::text[], $2::text[]) AS told(number, scan_id)`,
    [
      numbers,
      numbers.map((number) =>
        scanIdOf({ sender: '17track', number, time: '', code: '', description: '', place: '' }),
      ),
      ...mapped,
      '2026-03-06T10:00:00Z',
      JSON.stringify({
        reading,
        time: { occurredAt: '2026-03-06T10:00:00Z', offsetSource: 'given' },
        place: null,
        rawCode: 'InTransit_Levitating',
        unmapped: { text: null, readBy: 'status' },
        weightGrams: null,
        proof: null,
        payloadId: randomUUID(),
      }),
    ],
  );

/** As a request leaves it. */
const map = async (milestone: string): Promise<void> => {
  await database.query(
    `INSERT INTO carrier_tracking.mapping_override (merchant_id, sender, code, reading) VALUES ($1, $2, $3, $4)
     ON CONFLICT (merchant_id, sender, code) DO UPDATE SET reading = EXCLUDED.reading`,
    [merchantId, ...mapped, JSON.stringify({ ...reading, milestone })],
  );
  await database.query(
    `INSERT INTO carrier_tracking.remapping (merchant_id, sender, code, due_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (merchant_id, sender, code) DO UPDATE SET after = NULL, turn = DEFAULT, due_at = EXCLUDED.due_at`,
    [merchantId, ...mapped],
  );
};

const corrected = async (): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM carrier_tracking.told_reading',
  );
  return row?.count ?? 0;
};

describe('a walk of two processes, one of which is killed', () => {
  it('corrects every parcel, and each telling once', async () => {
    const made = Array.from({ length: 6_000 }, (_, index) => ({
      parcelId: v7(),
      number: `RB${String(index).padStart(9, '0')}CN`,
    }));
    await keepScans(made.map(({ number }) => number));
    const first = run();
    run();
    await register(made);
    const events = await topics.read(trackingEventsTopic);
    const ofRevision = (records: readonly ReadRecord[], revision: number) =>
      records.filter(({ value }) => (value as Scan).revision === revision);
    await events.until((records) => ofRevision(records, 0).length >= made.length);

    await map('sorted');
    await eventually(corrected, (count) => count > 0);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await map('weighed');
    await eventually(
      () => database.query('SELECT FROM carrier_tracking.remapping'),
      (left) => left.length === 0,
      90_000,
    );

    const last = (records: readonly ReadRecord[]) =>
      new Map(records.map(({ key, value }) => [key, (value as Scan).milestone]));
    const all = await events.until((records) => {
      const now = last(records);
      return now.size === made.length && [...now.values()].every((milestone) => milestone === 'weighed');
    });
    const byParcel = Map.groupBy(all, ({ key }) => key);
    for (const { parcelId } of made) {
      const ids = new Map(
        (byParcel.get(parcelId) ?? []).map(({ headers, value }) => [headers['ce_id'], value as Scan]),
      );
      const revisions = [...ids.values()].map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => index));
    }
  });
});
