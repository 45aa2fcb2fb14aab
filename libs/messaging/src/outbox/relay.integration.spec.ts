import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ordersTopic } from '@landfall/contracts';
import { Database, messagingTablesSql, migrate, UnitOfWork } from '@landfall/persistence';
import { createTestDatabase, TestTopics, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { deterministicId } from '../events/deterministic-id.ts';
import { outgoing } from '../events/outgoing-event.ts';
import { LogWriter } from '../kafka/log/log-writer.ts';
import { Outbox } from './outbox.ts';
import { OutboxRelay } from './relay.ts';
import { RowsInHand } from './rows-in-hand.ts';

class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
  }
  async down(): Promise<void> {}
}

const merchantId = deterministicId('merchant');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const now = new Date('2026-01-01T00:00:00Z');

/** Of orders 1 to 9 all are equally long. */
const cancellation = (order: number) =>
  outgoing(
    ordersTopic,
    'order.cancelled',
    { version: 1, merchantId },
    { orderId: deterministicId('order', order), cancelledAt: now.toISOString() },
  );

let db: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;
let logs: LogWriter;
const topics = new TestTopics();

beforeAll(async () => {
  db = await createTestDatabase();
  const url = db.urlOf('landfall_relay_test');
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: url,
    schema: 'relay',
    migrations: [CreateTables1764000000000],
  });
  database = new Database({ url, schema: 'relay', service: 'relay' });
  await database.open();
  unitOfWork = new UnitOfWork(database);
  await topics.create();
  logs = new LogWriter(topics.kafka);
});

afterAll(async () => {
  await topics.close();
  await logs.close();
  await database.close();
  await db.drop();
});

/** A process with its own memory; returns the id of the row. */
const tell = async (inHand: RowsInHand, order: number): Promise<string> => {
  const outbox = new Outbox('relay', inHand, () => undefined);
  await unitOfWork.run({ pool: 'consumer', merchants: [] }, async (tx) =>
    outbox.append(tx, now, [cancellation(order)]),
  );
  const [row] = await db.query<{ id: string }>('SELECT max(id) AS id FROM relay.outbox');
  return row?.id ?? '';
};

it('tells what the table says, also where its own memory has other messages under the same id', async () => {
  const inHand = new RowsInHand();
  const id = await tell(inHand, 1);
  // A backup from before that row is put back, and another process goes on.
  await db.query(`DELETE FROM relay.outbox; ALTER TABLE relay.outbox ALTER id RESTART WITH ${id}`);
  expect(await tell(new RowsInHand(), 2)).toBe(id);

  const relay = new OutboxRelay({
    service: 'relay',
    logs,
    inHand,
    topicPrefix: topics.prefix,
    unitOfWork,
    log: silent,
  });
  relay.start();
  const told = await (await topics.read(ordersTopic)).until((records) => records.length > 0);
  await relay.stop();

  expect(told.map(({ headers }) => headers['ce_id'])).toEqual([cancellation(2).id]);
  expect(await db.query('SELECT id FROM relay.outbox')).toEqual([]);
});
