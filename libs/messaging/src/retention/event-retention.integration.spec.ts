import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ordersTopic, type TopicDefinition } from '@landfall/contracts';
import {
  Database,
  messagingTablesSql,
  migrate,
  sqlState,
  UnitOfWork,
  type Transaction,
} from '@landfall/persistence';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  assignPartition,
  BatchProcessor,
  deterministicId,
  EventRetention,
  KnownMerchants,
  Outbox,
  outgoing,
  Quarantine,
  RowsInHand,
} from '../index.ts';

/** What a batch may take at most while the tables turn, in ms: the turn's patience, and a slow machine. */
const bound = 2_000;
const instant = new Date('2026-01-01T00:00:00Z');
const merchant = deterministicId('merchant');
/** Of an older version: it claimed by the id alone. */
const leftBehind = 'before there were claims';

class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query('INSERT INTO processed_event VALUES ($1)', [recordOf(leftBehind).headers.ce_id]);
    await runner.query('CREATE TABLE seen (event_id uuid NOT NULL)');
  }
  async down(): Promise<void> {}
}

let orders = 0;
const bornAt = Date.parse('2026-01-01T00:00:00Z').toString(16).padStart(12, '0');

/** A record whose event has a UUIDv7 as its subject and an id that follows from the name. */
const recordOf = (name: string) => {
  const hash = deterministicId('order', name);
  const orderId = `${bornAt.slice(0, 8)}-${bornAt.slice(8)}-7${hash.slice(15)}`;
  const event = outgoing(
    ordersTopic,
    'order.cancelled',
    { version: 1, merchantId: merchant },
    { orderId, cancelledAt: instant.toISOString() },
  );
  return {
    key: Buffer.from(orderId),
    value: Buffer.from(JSON.stringify(event.data)),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: event.type,
      ce_subject: orderId,
      ce_version: '1',
      ce_time: instant.toISOString(),
      ce_merchantid: merchant,
    },
  };
};

let db: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;
let processor: BatchProcessor;
let retention: EventRetention;

beforeAll(async () => {
  db = await createTestDatabase();
  const url = db.urlOf('landfall_retention_test');
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: url,
    schema: 'kept',
    migrations: [CreateTables1764000000000],
  });
  database = new Database({ url, schema: 'kept', service: 'kept' });
  await database.open();
  unitOfWork = new UnitOfWork(database);
  processor = new BatchProcessor({
    unitOfWork,
    outbox: new Outbox('kept', new RowsInHand(), () => undefined),
    quarantine: new Quarantine('kept'),
    merchants: new KnownMerchants(),
    now: () => instant,
  });
  retention = new EventRetention({
    unitOfWork,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
});

afterAll(async () => {
  await database.close();
  await db.drop();
});

beforeEach(() => db.query('TRUNCATE kept.consumer_offset'));

const positions = new Map<number, number>();
beforeEach(() => positions.clear());

/** Applies events at the end of a partition's log; how many were new. */
const apply = async (partition: number, names: readonly string[]): Promise<number> => {
  const first = positions.get(partition) ?? 0;
  if (first === 0)
    await unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      assignPartition(tx, ordersTopic.name, partition, { clusterId: 'c', low: 0n, high: 1_000_000n }),
    );
  positions.set(partition, first + names.length);
  const [outcome] = await processor.process([
    {
      topic: ordersTopic as TopicDefinition,
      partition,
      records: names.map((name, index) => ({ ...recordOf(name), offset: String(first + index) })),
      fetchedFrom: BigInt(first),
      nextOffset: BigInt(first + names.length),
      handler: async (events, { tx }) =>
        tx.execute('INSERT INTO seen SELECT unnest($1::uuid[])', [events.map(({ id }) => id)]),
    },
  ]);
  if (outcome?.kind !== 'applied') throw new Error(JSON.stringify(outcome));
  return outcome.applied;
};

const fresh = (count: number): string[] => Array.from({ length: count }, () => `order ${(orders += 1)}`);
const age = (days: number) =>
  db.query(`UPDATE kept.processed_event_turn SET turned_at = turned_at - make_interval(days => ${days})`);
const turnAfter = async (days: number): Promise<boolean> => {
  await age(days);
  return retention.forget();
};
const remembered = async (): Promise<number> => {
  const [row] = await db.query<{ count: number }>(
    `SELECT (SELECT count(*)::int FROM kept.processed_event) +
            (SELECT count(*)::int FROM kept.processed_event_before) AS count`,
  );
  return row?.count ?? 0;
};
const stateOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => sqlState(error),
  );

it('recognises what an older version applied, until it is forgotten', async () => {
  expect(await apply(0, [leftBehind])).toBe(0);
  expect(await turnAfter(38)).toBe(true);
});

it('remembers an event for 38 days at least, and forgets it after 76', async () => {
  const events = fresh(3);
  expect(await apply(0, events)).toBe(3);
  expect(await turnAfter(37)).toBe(false);
  expect(await turnAfter(1)).toBe(true);
  expect(await apply(0, events)).toBe(0);
  expect(await turnAfter(37)).toBe(false);
  expect(await apply(1, [...events, ...fresh(1)])).toBe(1);
  expect(await turnAfter(1)).toBe(true);
  // Claimed again when they were repeated: so they are kept from then on.
  expect(await apply(1, events)).toBe(0);
  expect(await turnAfter(38)).toBe(true);
  expect(await turnAfter(38)).toBe(true);
  expect(await remembered()).toBe(0);
});

it('turns while the pipe applies: each event once, and no batch waits for long', async () => {
  await db.query('TRUNCATE kept.seen');
  const partitions = [0, 1, 2];
  const turns = 6;
  let longest = 0;
  /** What happens between two turns: they may not follow faster than a batch, or what it repeats is forgotten. */
  const newEpoch = () => ({
    told: [] as string[],
    passed: partitions.map(() => Promise.withResolvers<void>()),
  });
  const told: string[] = [];
  let epoch = newEpoch();
  let turned = 0;
  const consume = async (partition: number): Promise<void> => {
    while (turned < turns) {
      const during = epoch;
      // Half of a batch was told before, or is being told right now on another partition.
      const again = during.told.slice(-50);
      const news = fresh(50);
      during.told.push(...news);
      told.push(...news);
      const began = performance.now();
      await apply(partition, [...again, ...news]);
      longest = Math.max(longest, performance.now() - began);
      during.passed[partition]?.resolve();
    }
  };
  const turn = async (): Promise<void> => {
    while (turned < turns) {
      await Promise.all(epoch.passed.map(({ promise }) => promise));
      await age(38);
      const failed = await stateOf(retention.forget());
      if (failed === '55P03') continue;
      if (failed !== undefined) throw new Error(`the turn failed with ${failed}`);
      epoch = newEpoch();
      turned += 1;
    }
  };
  await Promise.all([...partitions.map(consume), turn()]);
  const [row] = await db.query<{ times: number; events: number }>(
    'SELECT count(*)::int AS times, count(DISTINCT event_id)::int AS events FROM kept.seen',
  );
  expect(row).toEqual({ times: told.length, events: told.length });
  expect(longest).toBeLessThan(bound);
});

it('gives up when a transaction does not end, and lets the others go on', async () => {
  const holding = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const hold = unitOfWork.run({ pool: 'relay', merchants: [] }, async (tx: Transaction) => {
    await tx.query('SELECT FROM processed_event_before');
    holding.resolve();
    await release.promise;
  });
  await holding.promise;
  try {
    await age(38);
    const turn = stateOf(retention.forget());
    const began = performance.now();
    expect(await apply(0, fresh(10))).toBe(10);
    expect(performance.now() - began).toBeLessThan(bound);
    expect(await turn).toBe('55P03');
  } finally {
    release.resolve();
    await hold;
  }
  expect(await retention.forget()).toBe(true);
});

it('takes no right that the role of a service should not have', async () => {
  const asService = (sql: string) =>
    stateOf(unitOfWork.run({ pool: 'http', merchants: [] }, (tx) => tx.query(sql)));
  expect(await asService('TRUNCATE processed_event')).toBe('42501');
  expect(await asService('ALTER TABLE processed_event RENAME TO other')).toBe('42501');
});
