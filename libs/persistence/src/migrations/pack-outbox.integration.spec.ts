import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@landfall/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { messagingTablesSql } from '../sql/messaging-tables.ts';
import { migrate } from './migrate.ts';

class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(`
      INSERT INTO outbox (shard, topic, key, headers, data) VALUES
        (0, 'a-topic', 'first', '{"ce_version":"1"}', '{"text":"two\\nlines"}'),
        (0, 'a-topic', 'second', '{"ce_version":"2"}', '{}')`);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

it('keeps what an older version had not published yet', async () => {
  await migrate({
    adminUrl: db.adminUrl,
    serviceUrl: db.urlOf('landfall_pack_test'),
    schema: 'packed',
    migrations: [CreateTables1764000000000],
  });
  const rows = await db.query<{ messages: string }>('SELECT messages FROM packed.outbox ORDER BY id');
  expect(rows.map((row) => row.messages.split('\n'))).toEqual([
    ['["a-topic", "first", {"ce_version": "1"}]', '{"text":"two\\nlines"}'],
    ['["a-topic", "second", {"ce_version": "2"}]', '{}'],
  ]);
});
