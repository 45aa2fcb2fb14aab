import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parcelStateTableSql } from '../../workload/tables.ts';
import { outboxMessageTableSql } from './outbox-message.table.ts';

/** State as ours, without row-level security; a row for each processed event and for each message to publish. */
export class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE processed_event (event_id uuid PRIMARY KEY)');
    await runner.query(outboxMessageTableSql);
    await runner.query(parcelStateTableSql);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
