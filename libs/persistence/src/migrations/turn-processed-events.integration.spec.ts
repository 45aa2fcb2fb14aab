import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { messagingTablesSql } from '../sql/messaging-tables.ts';
import { migrate } from './migrate.ts';

const applied = '0b9f6c52-6d0e-5f6b-9d57-2f5a1c3e8b04';

class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
  }
  async down(): Promise<void> {}
}
class ApplyAnEvent1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('INSERT INTO processed_event VALUES ($1)', [applied]);
  }
  async down(): Promise<void> {}
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const migrated = async (schema: string, migrations: (new () => MigrationInterface)[]) => {
  await migrate({ adminUrl: db.adminUrl, serviceUrl: db.urlOf('landfall_turn_test'), schema, migrations });
  const ids = (table: string) => db.query<{ event_id: string }>(`SELECT event_id FROM ${schema}.${table}`);
  const [turn] = await db.query<{ before_by_id: boolean }>(
    `SELECT before_by_id FROM ${schema}.processed_event_turn`,
  );
  return {
    byId: turn?.before_by_id,
    before: await ids('processed_event_before'),
    now: await ids('processed_event'),
  };
};

it('keeps what an older version applied, and that it is known by its id', async () => {
  expect(await migrated('aged', [CreateTables1764000000000, ApplyAnEvent1764000000001])).toEqual({
    byId: true,
    before: [{ event_id: applied }],
    now: [],
  });
});

it('has nothing to look up by id in a new schema', async () => {
  expect(await migrated('young', [CreateTables1764000000000])).toEqual({
    byId: false,
    before: [],
    now: [],
  });
});
