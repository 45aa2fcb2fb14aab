import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parcelStateTableSql } from '../../workload/tables.ts';

/** State as ours, without row-level security; a row for each processed event and for each message to publish. */
export class CreateTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE processed_event (event_id uuid PRIMARY KEY)');
    await runner.query(`
      CREATE TABLE outbox_message (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        headers text NOT NULL,
        data text NOT NULL
      )`);
    await runner.query(parcelStateTableSql);
  }

  async down(): Promise<void> {
    throw new Error('not undone: the schema is dropped after its run');
  }
}
